import { MAX_PROBLEMS_PER_DOCUMENT, toProblems } from '@token-ledger/contract';
import { DAY_MS, type TimeSpan } from '@token-ledger/core';
import * as z from 'zod/mini';
import type { HttpEvent } from './http-handler.ts';
import { ProblemError } from './problem-error.ts';

const DETAIL = 'The query parameters are not valid.';

/** The query parameters of a request. @throws ProblemError that lists all that is wrong with them. */
export function readParameters<S extends z.ZodMiniType>(schema: S, event: HttpEvent): z.output<S> {
  const parameters = event.queryStringParameters ?? {};
  const parsed = z.safeParse(schema, parameters);
  if (parsed.success) return parsed.data;
  const errors = toProblems(parsed.error.issues, parameters, '').slice(0, MAX_PROBLEMS_PER_DOCUMENT);
  throw new ProblemError('invalid_request', { detail: DETAIL, errors });
}

/** The problem of one parameter that only the function could find. */
export function invalidParameter(path: string, message: string): ProblemError {
  return new ProblemError('invalid_request', {
    detail: DETAIL,
    errors: [{ path, code: 'not_allowed', message }],
  });
}

/** The range asked for, until now if its end was left out; the schema could not check that one. */
export function readRange(
  { from, to }: { readonly from: number; readonly to?: number | undefined },
  nowMs: number,
  maxDays: number,
): TimeSpan {
  if (to !== undefined) return { fromMs: from, toMs: to };
  if (from >= nowMs) throw invalidParameter('/from', 'must be earlier than now, or to must be given');
  if (nowMs - from > maxDays * DAY_MS)
    throw invalidParameter('/from', `must be at most ${maxDays} days ago, or to must be given`);
  return { fromMs: from, toMs: nowMs };
}
