import * as z from 'zod/mini';
import { showValue } from './problem.ts';

/** No usage is older, and `Date` reads years before 100 as other years. */
const MIN_INSTANT_MS = Date.UTC(2000, 0, 1);
const TOO_EARLY = 'must not be before the year 2000';

/**
 * An ISO 8601 instant with an offset from UTC, such as `2026-11-21T12:00:00Z`; parsed to milliseconds since the epoch.
 */
export const instant = () =>
  z.pipe(
    z.iso.datetime({
      offset: true,
      error: 'must be an ISO 8601 instant with an offset, such as 2026-11-21T12:00:00Z',
    }),
    z.pipe(
      z.transform((value: string) => Date.parse(value)),
      z.number().check(z.gte(MIN_INSTANT_MS, TOO_EARLY)),
    ),
  );

/** A date such as `2026-11-21`: a day of the reporting time zone. */
export const localDate = () =>
  z.iso
    .date({ error: 'must be a date such as 2026-11-21' })
    .check(z.refine((value) => value >= '2000', { error: TOO_EARLY }));

/** A point of time in a query: milliseconds since the epoch, or the date at whose beginning it is. */
export type Moment = number | string;

/** An instant, or a date of the reporting time zone. Only the function knows that time zone. */
export const moment = () =>
  z
    .pipe(
      z.string(),
      z.transform((value: string, context): Moment => {
        const parsed = z.safeParse(/^\d{4}-\d\d-\d\d$/.test(value) ? localDate() : instant(), value);
        if (parsed.success) return parsed.data;
        const [issue] = parsed.error.issues;
        const message = issue?.message === TOO_EARLY ? TOO_EARLY : NOT_A_MOMENT;
        const code = message === TOO_EARLY ? 'out_of_range' : 'invalid_format';
        const got = message === TOO_EARLY ? '' : `; got ${showValue(value)}`;
        context.issues.push({ code: 'custom', message: message + got, params: { code }, input: value });
        return z.NEVER;
      }),
    )
    .check(z.meta({ anyOf: [{ format: 'date-time' }, { format: 'date' }] }));

const NOT_A_MOMENT =
  'must be an ISO 8601 instant with an offset, such as 2026-11-21T12:00:00Z, or a date, such as 2026-11-21';

/** A span of time by the calendar of the reporting time zone. */
export interface Span {
  readonly months: number;
  readonly days: number;
  readonly hours: number;
}

const DURATION = /^P(?=\d|T\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(\d{1,4})H)?$/;

/** More than any query may span: what is longer has no start that could be shown. */
const MAX_SPAN_DAYS = 3_660;

/** An ISO 8601 duration of years, months, weeks, days and hours, such as `P6M`. */
export const duration = () =>
  z
    .pipe(
      z.string(),
      z.transform((value: string, context): Span => {
        const match = DURATION.exec(value);
        const [years, months, weeks, days, hours] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
        const span = {
          months: 12 * (years ?? 0) + (months ?? 0),
          days: 7 * (weeks ?? 0) + (days ?? 0),
          hours: hours ?? 0,
        };
        const isShort = span.months * 28 + span.days + span.hours / 24 <= MAX_SPAN_DAYS;
        if (match && isShort && span.months + span.days + span.hours > 0) return span;
        const message = `must be an ISO 8601 duration of an hour to ten years, such as P6M, P4W, P30D or PT24H; got ${showValue(value)}`;
        context.issues.push({ code: 'custom', message, params: { code: 'invalid_format' }, input: value });
        return z.NEVER;
      }),
    )
    .check(z.meta({ format: 'duration' }));
