import middy, { type MiddlewareObj } from '@middy/core';
import type { Principal } from '@token-ledger/core';
import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import type { Telemetry } from '../telemetry.ts';
import { decodeDecision } from './authorization-decision.ts';
import { answerError, denialError } from './error-answers.ts';

/** A request as API Gateway hands it over. What the authorizer says is not trusted to have any form. */
export type HttpEvent = APIGatewayProxyEventV2WithLambdaAuthorizer<unknown>;
export type HttpResult = APIGatewayProxyStructuredResultV2;

export interface HttpRequest {
  readonly event: HttpEvent;
  /** Who calls; the route is among what the caller may use. */
  readonly principal: Principal;
}

/** A good answer. Denials are thrown as `ProblemError`s. */
export interface HttpAnswer {
  readonly statusCode: number;
  /** Sent as JSON; nothing when absent. */
  readonly body?: unknown;
  /** Sent as they are, in place of a body; their type is among the headers. */
  readonly bytes?: Buffer;
  /** Names in lower case; they win over the headers every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
}

type HttpMiddleware = MiddlewareObj<HttpEvent, HttpResult>;

/** Makes the Lambda handler of an HTTP function: lets in whom the authorizer's decision lets in. */
export function httpHandler(
  telemetry: Telemetry,
  answer: (request: HttpRequest) => Promise<HttpAnswer>,
): (event: HttpEvent, context: Context) => Promise<HttpResult> {
  return openHttpHandler(telemetry, async (event) => {
    const decision = decodeDecision(event.requestContext.authorizer?.lambda);
    if (decision.kind === 'refused') throw denialError(decision.denial);
    const { principal } = decision;
    telemetry.logger.appendKeys(
      principal.kind === 'person' ? { subject: principal.subject } : { accessKeyId: principal.accessKeyId },
    );
    return answer({ event, principal });
  });
}

/**
 * Makes the handler of a function that anybody may call: answers errors as problem documents, and adds what every answer
 * has. Logs and metrics carry the id of the request, never its body or headers.
 */
export function openHttpHandler(
  telemetry: Telemetry,
  answer: (event: HttpEvent) => Promise<HttpAnswer>,
): (event: HttpEvent, context: Context) => Promise<HttpResult> {
  return middy<HttpEvent, HttpResult>()
    .use(withTelemetry(telemetry))
    .use(withCommonHeaders)
    .use(withErrorAnswers(telemetry))
    .handler(async (event): Promise<HttpResult> => {
      const { statusCode, body, bytes, headers } = await answer(event);
      return {
        statusCode,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(bytes && { body: bytes.toString('base64'), isBase64Encoded: true }),
      };
    });
}

/** Attached first, so that it begins before and ends after everything else. */
function withTelemetry(telemetry: Telemetry): HttpMiddleware {
  const { logger } = telemetry;
  const end = () => {
    telemetry.flush();
    logger.resetKeys();
  };
  return {
    before: ({ event }) => {
      logger.appendKeys({ correlationId: event.requestContext.requestId, route: event.routeKey });
    },
    after: end,
    onError: end,
  };
}

/** For an API that nobody should frame, sniff, cache or downgrade unless the answer says otherwise. */
const COMMON_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

const addCommonHeaders: NonNullable<HttpMiddleware['after']> = ({ event, response }) => {
  if (!response) return;
  response.headers = {
    ...COMMON_HEADERS,
    'x-request-id': event.requestContext.requestId,
    ...response.headers,
  };
};

const withCommonHeaders: HttpMiddleware = { after: addCommonHeaders, onError: addCommonHeaders };

function withErrorAnswers({ logger }: Telemetry): HttpMiddleware {
  return {
    onError: (request) => {
      request.response = answerError(request.error, request.event.requestContext.requestId, logger);
    },
  };
}
