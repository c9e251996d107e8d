import type { Problem } from '@token-ledger/contract';
import { type Calendar, iso } from '@token-ledger/core';
import type * as z from 'zod/mini';
import type { HttpEvent } from '../shared/http/http-handler.ts';
import { type InputOptions, invalidInput, readInput } from '../shared/http/read-json-body.ts';

/** The body of a request that names full hours, the last of which is at most the current one. */
export async function readHours<T extends { readonly from: number; readonly to: number }>(
  schema: z.ZodMiniType<T>,
  event: HttpEvent,
  { calendar, nowMs }: { readonly calendar: Calendar; readonly nowMs: number },
  options: InputOptions,
): Promise<T> {
  const data = await readInput(schema, event, options);
  const currentHour = calendar.bucketAt('hour', nowMs);
  const problems = [
    ...(['from', 'to'] as const)
      .filter((name) => calendar.bucketAt('hour', data[name]).startMs !== data[name])
      .map((name) => notAllowed(name, `must be a full hour; got ${iso(data[name])}`)),
    ...(data.to > currentHour.endMs
      ? [notAllowed('to', `must not be after the current hour, which ends at ${iso(currentHour.endMs)}`)]
      : []),
  ];
  if (problems.length > 0) throw invalidInput(options.what, problems);
  return data;
}

function notAllowed(name: 'from' | 'to', message: string): Problem {
  return { path: `/${name}`, code: 'not_allowed', message };
}
