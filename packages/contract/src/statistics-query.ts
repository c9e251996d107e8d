import { DIMENSIONS, PERIODS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { instant, listOf, nonEmptyName, wholeNumber } from './query-parameters.ts';

/** The longest range by hours; days and months are few enough to be bounded by the page alone. */
export const MAX_HOURLY_RANGE_DAYS = 366;
export const MAX_RANGE_DAYS = 3660;
export const MAX_ROWS_PER_PAGE = 1000;
export const DEFAULT_ROWS_PER_PAGE = 100;
export const MAX_FILTER_VALUES = 100;

const DAY_MS = 86_400_000;

/** The query parameters of `GET /v1/statistics`, as strings on the wire. Unknown parameters are refused. */
export const statisticsQuery = z
  .strictObject({
    dimension: z._default(z.enum(DIMENSIONS), 'all'),
    /** One access key or user; all of the dimension when absent. */
    id: z.optional(nonEmptyName()),
    period: z._default(z.enum(PERIODS), 'day'),
    from: instant(),
    /** Exclusive. Default: now. */
    to: z.optional(instant()),
    models: z.optional(listOf(MAX_FILTER_VALUES)),
    features: z.optional(listOf(MAX_FILTER_VALUES)),
    limit: z._default(wholeNumber(1, MAX_ROWS_PER_PAGE), DEFAULT_ROWS_PER_PAGE),
    cursor: z.optional(z.string().check(z.maxLength(1024, 'must be at most 1024 characters'))),
  })
  .check((context) => {
    const { from, to, dimension, id, period } = context.value;
    const refuse = (path: string, message: string) =>
      context.issues.push({ code: 'custom', path: [path], message, input: undefined });
    if (dimension === 'all' && id !== undefined) refuse('id', 'must be left out for dimension all');
    if (to === undefined) return;
    if (to <= from) refuse('to', 'must be later than from');
    const maxDays = period === 'hour' ? MAX_HOURLY_RANGE_DAYS : MAX_RANGE_DAYS;
    if (to - from > maxDays * DAY_MS)
      refuse('to', `must be at most ${maxDays} days after from for period ${period}`);
  });

export type StatisticsQueryParameters = z.output<typeof statisticsQuery>;
