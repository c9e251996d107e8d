import type { Problem } from '@token-ledger/contract';
import { type Calendar, iso } from '@token-ledger/core';
import type * as z from 'zod/mini';
import type { HttpEvent } from '../shared/http/http-handler.ts';
import { type InputOptions, invalidInput, readInput } from '../shared/http/read-json-body.ts';

interface Hours {
  readonly from: number;
  readonly to: number;
}

interface Now {
  readonly calendar: Calendar;
  readonly nowMs: number;
}

/** The body of a request that names full hours, the last of which is at most the current one. */
export async function readHours<T extends Hours>(
  schema: z.ZodMiniType<T>,
  event: HttpEvent,
  now: Now,
  options: InputOptions,
): Promise<T> {
  const data = await readInput(schema, event, options);
  const problems = hoursProblems(data, now);
  if (problems.length > 0) throw invalidInput(options.what, problems);
  return data;
}

/** What is wrong with a range of hours that only the clock shows. */
export function hoursProblems(range: Hours, { calendar, nowMs }: Now): readonly Problem[] {
  const currentHour = calendar.bucketAt('hour', nowMs);
  return [
    ...(['from', 'to'] as const)
      .filter((name) => calendar.bucketAt('hour', range[name]).startMs !== range[name])
      .map((name) => notAllowed(name, `must be a full hour; got ${iso(range[name])}`)),
    ...(range.to > currentHour.endMs
      ? [notAllowed('to', `must not be after the current hour, which ends at ${iso(currentHour.endMs)}`)]
      : []),
  ];
}

function notAllowed(name: 'from' | 'to', message: string): Problem {
  return { path: `/${name}`, code: 'not_allowed', message };
}
