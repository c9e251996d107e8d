import { PERIODS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { measuresShape } from './measures-response.ts';
import { type Immutable, rangeResponse, rangeShape } from './response-parts.ts';
import { answerNotesShape, subjectShape } from './statistics-response.ts';

/** A range with its usage. */
export const rangeTotals = z.object({ ...rangeShape, ...measuresShape });

export const trendPoint = z.object({
  ...rangeShape,
  ...measuresShape,
  previous: z
    .nullable(rangeTotals)
    .check(z.describe('The matching period of the previous range; null if there is none.')),
});
export type TrendPointResponse = Immutable<typeof trendPoint>;

/** The body of `GET /v1/trends`. */
export const trendsResponse = z.object({
  ...subjectShape,
  period: z.enum(PERIODS),
  range: rangeResponse,
  ...answerNotesShape,
  previousRange: z
    .nullable(rangeResponse)
    .check(z.describe('The range it is compared with; null if its usage is no longer kept.')),
  points: z
    .array(trendPoint)
    .check(z.describe('One for each period of the range, in order, including periods without usage.')),
});
export type TrendsResponse = Immutable<typeof trendsResponse>;
