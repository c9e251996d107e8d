import { AUDIT_HISTORY_DAYS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { checkRange, rangeParameters, refuseIn, wholeNumber } from './query-parameters.ts';

/** The longest range of one query; `npm run audit` has no limit. */
export const MAX_QUALITY_RANGE_DAYS = 31;

/** How long audits of days are kept. */
export const MAX_QUALITY_HISTORY_DAYS = AUDIT_HISTORY_DAYS;

/** The query parameters of `GET /v1/quality`, as strings on the wire. Unknown parameters are refused. */
export const qualityQuery = z
  .strictObject({
    ...rangeParameters,
    /** The audits of so many days before `to`, instead of those of the range. */
    historyDays: z.optional(wholeNumber(1, MAX_QUALITY_HISTORY_DAYS)),
  })
  .check((context) => {
    checkRange(context.value, MAX_QUALITY_RANGE_DAYS, refuseIn(context));
  });
