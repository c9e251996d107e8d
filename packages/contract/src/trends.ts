import { PERIODS } from '@token-ledger/core';
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
} from './query-parameters.ts';

/** The most points of one series: the answer has no pages. */
export const MAX_TREND_POINTS = 2500;

/** The query parameters of `GET /v1/trends`. The function checks the number of points. */
export const trendsQuery = z
  .strictObject({
    ...subjectParameters,
    /** Default: hours up to 7 days, days up to 90, months above. */
    period: z.optional(z.enum(PERIODS)),
    ...rangeParameters,
    ...cellParameters,
  })
  .check((context) => {
    const { period, dimension, id, accessKeyId, userId } = context.value;
    const refuse = refuseIn(context);
    checkSubject(context.value, refuse);
    const alone = accessKeyId === undefined && userId === undefined;
    if (alone && dimension !== undefined && dimension !== 'all' && id === undefined)
      refuse('id', `is required for dimension ${dimension}`);
    const maxDays = period === 'hour' ? MAX_HOURLY_RANGE_DAYS : MAX_RANGE_DAYS;
    checkRange(context.value, maxDays, refuse, period && ` for period ${period}`);
  });
