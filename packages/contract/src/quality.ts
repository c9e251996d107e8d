import * as z from 'zod/mini';
import { checkRange, rangeParameters, refuseIn } from './query-parameters.ts';

/** The longest range of one query; `npm run audit` has no limit. */
export const MAX_QUALITY_RANGE_DAYS = 31;

/** The query parameters of `GET /v1/quality`, as strings on the wire. Unknown parameters are refused. */
export const qualityQuery = z.strictObject(rangeParameters).check((context) => {
  checkRange(context.value, MAX_QUALITY_RANGE_DAYS, refuseIn(context));
});
