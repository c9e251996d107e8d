import { PERIODS } from '@token-ledger/core';
import * as z from 'zod/mini';
import {
  cellParameters,
  checkPage,
  checkRange,
  checkSubject,
  MAX_HOURLY_RANGE_DAYS,
  MAX_RANGE_DAYS,
  pageParameters,
  rangeParameters,
  refuseIn,
  subjectParameters,
} from './query-parameters.ts';

export const MAX_ROWS_PER_PAGE = 1000;
export const DEFAULT_ROWS_PER_PAGE = 100;

/** The query parameters of `GET /v1/statistics`, as strings on the wire. Unknown parameters are refused. */
export const statisticsQuery = z
  .strictObject({
    ...subjectParameters,
    period: z._default(z.enum(PERIODS), 'day'),
    ...rangeParameters,
    ...cellParameters,
    ...pageParameters(MAX_ROWS_PER_PAGE, DEFAULT_ROWS_PER_PAGE),
  })
  .check((context) => {
    const { period } = context.value;
    const refuse = refuseIn(context);
    checkSubject(context.value, refuse);
    checkPage(context.value, refuse);
    const maxDays = period === 'hour' ? MAX_HOURLY_RANGE_DAYS : MAX_RANGE_DAYS;
    checkRange(context.value, maxDays, refuse, ` for period ${period}`);
  });
