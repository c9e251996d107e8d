import type { MiddlewareObj } from '@middy/core';
import {
  PROBLEM_KINDS,
  type ProblemDetails,
  type ProblemKindCode,
  problemDocument,
  ROUTES,
  type Route,
  routeKey,
} from '@token-ledger/contract';
import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyStructuredResultV2 as Result,
} from 'aws-lambda';
import type { Log, Telemetry } from '../telemetry.ts';
import type { DenialReason } from './authorization-decision.ts';

/*
 * How errors leave a function: a `ProblemError` as the problem document that it describes, everything else as an opaque 500
 * with the request id, and the error in the log.
 */

type Event = APIGatewayProxyEventV2WithLambdaAuthorizer<unknown>;

/** The only error whose words reach the caller. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemKindCode;
  readonly details: ProblemDetails;

  /** `details` are sent as they are: they must not contain content or secrets. */
  constructor(code: ProblemKindCode, details: ProblemDetails) {
    super(`${code}: ${details.detail}`);
    this.code = code;
    this.details = details;
  }
}

const DENIAL_DETAILS: Readonly<Record<DenialReason, string>> = {
  missing_credentials:
    'Send an access key as "Authorization: Bearer tl_…" or "x-api-key: tl_…", or the token of your sign-in as bearer.',
  invalid_credentials:
    'The access key is unknown or its secret was replaced, or the token is not from the sign-in issuer of this deployment.',
  expired_credentials: 'The token of your sign-in has expired. Refresh it, or sign in again.',
  disabled_access_key: 'The access key is disabled. Ask an administrator for another one.',
  insufficient_scope: 'The access key lacks a scope that this route needs.',
  rate_limited:
    'These credentials sent too many requests. Wait a moment, or send more records in one request.',
  insufficient_role:
    'People of your groups may not use this route, or your token does not name your user id.',
};

/** The error of a request that is denied, of a route such as `GET /v1/conflicts`. */
export function denialError(denial: DenialReason, deniedRouteKey: string): ProblemError {
  const detail = denial === 'insufficient_scope' ? scopeDetail(deniedRouteKey) : DENIAL_DETAILS[denial];
  return new ProblemError(denial, { detail });
}

/** Only callers with the secret of a key read it: see `decide`. */
function scopeDetail(deniedRouteKey: string): string {
  const route = Object.values<Route>(ROUTES).find((each) => routeKey(each) === deniedRouteKey);
  // Alone it is worth nothing: see `mayUseScopes`.
  const names = route?.scopes.map((scope) => (scope === 'read:own' ? `${scope} with an owner` : scope));
  return names === undefined
    ? DENIAL_DETAILS.insufficient_scope
    : `The access key lacks the scope that this route needs: ${new Intl.ListFormat('en', { type: 'disjunction' }).format(names)}.`;
}

/** Answers what a handler throws. */
export function withErrorAnswers({ logger }: Telemetry): MiddlewareObj<Event, Result> {
  return {
    onError: (request) => {
      request.response = answerError(request.error, request.event.requestContext.requestId, logger);
    },
  };
}

/** How long a caller should wait before another try when the stores do not answer. */
const RETRY_AFTER_SECONDS = 5;

function answerError(error: unknown, requestId: string, logger: Log): Result {
  const known = error instanceof ProblemError;
  const { code, details } = known
    ? error
    : {
        code: 'internal_error' as const,
        details: { detail: `Quote the request id ${requestId} when you ask for help.` },
      };
  const { status, retryable, logLevel } = PROBLEM_KINDS[code];
  logger[logLevel]('The request was answered with a problem.', {
    status,
    code,
    ...(!known && { error }),
  });
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(status === 429 && { 'retry-after': '1' }),
      ...(status === 503 && retryable && { 'retry-after': String(RETRY_AFTER_SECONDS) }),
    },
    body: JSON.stringify(problemDocument(code, details, requestId)),
  };
}
