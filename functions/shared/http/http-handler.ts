import middy, { type MiddlewareObj } from '@middy/core';
import type { Principal } from '@token-ledger/core';
import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import type { Telemetry } from '../telemetry.ts';
import { decodeDecision } from './authorization-decision.ts';
import { denialError, withErrorAnswers } from './problem-error.ts';

/** A request as API Gateway sends it. What the authorizer adds is not trusted to have any form. */
export type HttpEvent = APIGatewayProxyEventV2WithLambdaAuthorizer<unknown>;
export type HttpResult = APIGatewayProxyStructuredResultV2;

export interface HttpRequest {
  readonly event: HttpEvent;
  /** The caller, who may use the route. */
  readonly principal: Principal;
}

/** A successful answer. Everything else is thrown as a `ProblemError`. */
export interface HttpAnswer {
  readonly statusCode: number;
  /** Sent as JSON. Without it the answer has no body. */
  readonly body?: unknown;
  /** Sent unchanged in place of `body`; `headers` names their type. */
  readonly bytes?: Buffer;
  /** Names in lower case. They replace the headers that every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
}

type HttpMiddleware = MiddlewareObj<HttpEvent, HttpResult>;

/** Makes the Lambda handler of an HTTP function. It answers the callers whom the authorizer let in. */
export function httpHandler(
  telemetry: Telemetry,
  answer: (request: HttpRequest) => Promise<HttpAnswer>,
): (event: HttpEvent, context: Context) => Promise<HttpResult> {
  return openHttpHandler(telemetry, async (event) => {
    const decision = decodeDecision(event.requestContext.authorizer?.lambda);
    if (decision.kind === 'refused') throw denialError(decision.denial, event.routeKey);
    const { principal } = decision;
    telemetry.logger.appendKeys(
      principal.kind === 'person' ? { subject: principal.subject } : { accessKeyId: principal.accessKeyId },
    );
    return answer({ event, principal });
  });
}

/**
 * Makes the Lambda handler of a function without authorization. It answers errors as problem documents and adds the headers
 * that every answer has. Logs and metrics carry the id of the request, never its body or headers.
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

/** Attached first, so that it starts before and ends after all other middleware. */
function withTelemetry(telemetry: Telemetry): HttpMiddleware {
  const { logger } = telemetry;
  const startedAtMs = new WeakMap<HttpEvent, number>();
  const end: NonNullable<HttpMiddleware['after']> = ({ event, response }) => {
    const ms = Math.round(performance.now() - (startedAtMs.get(event) ?? performance.now()));
    logger.debug('A request was answered.', { status: response?.statusCode, ms });
    telemetry.flush();
    logger.resetKeys();
  };
  return {
    before: ({ event }) => {
      startedAtMs.set(event, performance.now());
      logger.appendKeys({ correlationId: event.requestContext.requestId, route: event.routeKey });
    },
    after: end,
    onError: end,
  };
}

/** No framing, sniffing, caching or downgrading, unless an answer sets other headers. */
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
