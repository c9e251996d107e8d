import { CONSUMER_KINDS, MAGNITUDES, PERIODS } from '@token-ledger/core';
import * as z from 'zod/mini';
import {
  cellParameters,
  checkRange,
  checkSubject,
  MAX_HOURLY_RANGE_DAYS,
  MAX_RANGE_DAYS,
  rangeParameters,
  refuseIn,
  subjectParameters,
  wholeNumber,
} from './query-parameters.ts';

/** The most points of one series: the answer has no pages. */
export const MAX_TREND_POINTS = 2500;

/** The most series that a trend is divided into, and the most points of all of them together: an answer has at most 6 MB. */
export const MAX_SPLIT_SERIES = 20;
export const MAX_SPLIT_POINTS = 5000;
export const DEFAULT_SPLIT_SERIES = 5;

/** The query parameters of `GET /v1/trends`. The function checks the numbers of points. */
export const trendsQuery = z
  .strictObject({
    ...subjectParameters,
    /** Default: hours up to 7 days, days up to 90, months above. */
    period: z.optional(z.enum(PERIODS)),
    ...rangeParameters,
    ...cellParameters,
    /** Divides the series into those of the largest. */
    splitBy: z.optional(z.enum(CONSUMER_KINDS)),
    sort: z.optional(z.enum(MAGNITUDES)),
    limit: z.optional(wholeNumber(1, MAX_SPLIT_SERIES)),
  })
  .check((context) => {
    const { period, dimension, id, accessKeyId, userId, splitBy, sort, limit } = context.value;
    const refuse = refuseIn(context);
    checkSubject(context.value, refuse);
    const alone = accessKeyId === undefined && userId === undefined;
    if (alone && dimension !== undefined && dimension !== 'all' && id === undefined)
      refuse('id', `is required for dimension ${dimension}`);
    if (splitBy === undefined) {
      for (const [name, value] of Object.entries({ sort, limit }))
        if (value !== undefined) refuse(name, 'requires splitBy');
    } else if (splitBy === 'access_key' || splitBy === 'user') {
      if (!alone || (dimension !== undefined && dimension !== 'all'))
        refuse('splitBy', 'must be model or feature for usage of one access key or user');
    }
    const maxDays = period === 'hour' ? MAX_HOURLY_RANGE_DAYS : MAX_RANGE_DAYS;
    checkRange(context.value, maxDays, refuse, period && ` for period ${period}`);
  });
