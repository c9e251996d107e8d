import { PROBLEM_KINDS, problemDocument } from '@token-ledger/contract';
import type { Log } from '../telemetry.ts';
import type { DenialReason } from './authorization-decision.ts';
import type { HttpResult } from './http-handler.ts';
import { ProblemError } from './problem-error.ts';

/** How long a caller should wait before trying again when the stores are down. */
const RETRY_AFTER_SECONDS = 5;

const DENIAL_DETAILS: Readonly<Record<DenialReason, string>> = {
  missing_credentials:
    'Send an access key as "Authorization: Bearer tl_…" or as "x-api-key: tl_…", or a token of your sign-in as bearer.',
  invalid_credentials: 'The access key is not one of this deployment, or the token not one of its sign-in.',
  expired_credentials: 'The token of your sign-in has expired. Refresh it, or sign in again.',
  disabled_access_key: 'The access key was disabled. Ask for another one.',
  insufficient_scope: 'The access key lacks the scope that this route needs.',
  rate_limited: 'These credentials sent too many requests. Wait a moment, or send more records at once.',
  insufficient_role:
    'This route is not for people of your groups, or your token does not say which user you are.',
};

export function denialError(denial: DenialReason): ProblemError {
  return new ProblemError(denial, { detail: DENIAL_DETAILS[denial] });
}

/** The problem document for anything that was thrown. What is not a `ProblemError` is logged and tells the caller nothing. */
export function answerError(error: unknown, requestId: string, logger: Log): HttpResult {
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
