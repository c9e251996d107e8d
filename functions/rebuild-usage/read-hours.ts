import { type Problem, toProblems } from '@token-ledger/contract';
import type { Calendar } from '@token-ledger/core';
import * as z from 'zod/mini';
import type { HttpEvent } from '../shared/http/http-handler.ts';
import { iso } from '../shared/http/json-values.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readJsonBody } from '../shared/http/read-json-body.ts';

/** The body of a request that names full hours, none of them to come. `what` the range is of. */
export async function readHours<T extends { readonly from: number; readonly to: number }>(
  schema: z.ZodMiniType<T>,
  event: HttpEvent,
  { calendar, nowMs }: { readonly calendar: Calendar; readonly nowMs: number },
  { maxBytes, what }: { readonly maxBytes: number; readonly what: string },
): Promise<T> {
  const invalid = (errors: readonly Problem[]) =>
    new ProblemError('invalid_request', { detail: `The range of the ${what} is not valid.`, errors });
  const body = await readJsonBody(event, maxBytes);
  const parsed = z.safeParse(schema, body);
  if (!parsed.success) throw invalid(toProblems(parsed.error.issues, body, ''));
  const { data } = parsed;
  const currentHour = calendar.bucketAt('hour', nowMs);
  const problems = [
    ...(['from', 'to'] as const)
      .filter((name) => calendar.bucketAt('hour', data[name]).startMs !== data[name])
      .map((name) => notAllowed(name, `must be a full hour; got ${iso(data[name])}`)),
    ...(data.to > currentHour.endMs
      ? [notAllowed('to', `must not be after the hour under way, which ends at ${iso(currentHour.endMs)}`)]
      : []),
  ];
  if (problems.length > 0) throw invalid(problems);
  return data;
}

function notAllowed(name: 'from' | 'to', message: string): Problem {
  return { path: `/${name}`, code: 'not_allowed', message };
}
