import {
  MAX_PROBLEMS_PER_DOCUMENT,
  type Moment,
  type Problem,
  pointer,
  type Span,
  toProblems,
} from '@token-ledger/contract';
import { type Calendar, type Clock, DAY_MS, startOfLast, type TimeSpan } from '@token-ledger/core';
import * as z from 'zod/mini';
import type { HttpEvent } from './http-handler.ts';
import { ProblemError } from './problem-error.ts';

const DETAIL = 'The query parameters are not valid.';

/** The query parameters of a request. @throws ProblemError that lists all that is wrong with them. */
export function readParameters<S extends z.ZodMiniType>(schema: S, event: HttpEvent): z.output<S> {
  const parameters = event.queryStringParameters ?? {};
  const repeated = repeatedParameters(event);
  const parsed = z.safeParse(schema, parameters);
  if (parsed.success && repeated.length === 0) return parsed.data;
  const paths = new Set(repeated.map(({ path }) => path));
  const others = toProblems(parsed.error?.issues ?? [], parameters, '', undefined, [schema]).filter(
    ({ path }) => !paths.has(path),
  );
  const errors = [...repeated, ...others].slice(0, MAX_PROBLEMS_PER_DOCUMENT);
  throw new ProblemError('invalid_request', { detail: DETAIL, errors });
}

/** Parameters that may be repeated: each is a list. */
const LISTS: ReadonlySet<string> = new Set(['models', 'features', 'status']);

/** API Gateway joins the values of a repeated parameter by commas: two ids would be taken for one with a comma. */
function repeatedParameters({ rawQueryString }: HttpEvent): readonly Problem[] {
  const [names, repeated] = [new Set<string>(), new Set<string>()];
  for (const name of new URLSearchParams(rawQueryString).keys()) {
    if (names.has(name) && !LISTS.has(name)) repeated.add(name);
    names.add(name);
  }
  return [...repeated].map((name) => ({
    path: pointer('', [name]),
    code: 'not_allowed',
    message: 'must not be repeated',
  }));
}

/** The problem of one parameter that only the function could find. */
export function invalidParameter(path: string, message: string): ProblemError {
  return new ProblemError('invalid_request', {
    detail: DETAIL,
    errors: [{ path, code: 'not_allowed', message }],
  });
}

/** What dates are resolved by. */
export interface RangeDeps {
  readonly calendar: Calendar;
  readonly clock: Clock;
}

interface AskedRange {
  readonly from?: Moment | undefined;
  readonly to?: Moment | undefined;
  readonly last?: Span | undefined;
}

/**
 * The range asked for, until now if its end was left out. Its schema saw to it that there is a start, and could check neither dates
 * nor ends that were left out.
 */
export function readRange(
  { from, to, last }: AskedRange,
  { calendar, clock }: RangeDeps,
  maxDays: number,
): TimeSpan {
  const toMs = to === undefined ? clock() : instantOf(calendar, to);
  const fromMs = last ? startOfLast(calendar, last, toMs) : instantOf(calendar, from ?? toMs);
  if (fromMs >= toMs)
    throw to === undefined
      ? invalidParameter('/from', 'must be earlier than now, or to must be given')
      : invalidParameter('/to', 'must be later than from');
  if (toMs - fromMs <= maxDays * DAY_MS) return { fromMs, toMs };
  if (last) throw invalidParameter('/last', `must be at most ${maxDays} days`);
  throw to === undefined
    ? invalidParameter('/from', `must be at most ${maxDays} days ago, or to must be given`)
    : invalidParameter('/to', `must be at most ${maxDays} days after from`);
}

/** A date is the instant at which it begins in the reporting time zone. */
export function instantOf(calendar: Calendar, moment: Moment): number {
  return typeof moment === 'number' ? moment : calendar.bucket('day', moment.replaceAll('-', '')).startMs;
}
