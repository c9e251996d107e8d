import { PERIODS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { measuresShape } from './measures-response.ts';
import { type Immutable, rangeResponse, rangeShape } from './response-parts.ts';
import { answerNotesShape, subjectShape } from './statistics-response.ts';

/** A range with what was used in it. */
export const rangeTotals = z.object({ ...rangeShape, ...measuresShape });

export const trendPoint = z.object({
  ...rangeShape,
  ...measuresShape,
  previous: z.nullable(rangeTotals).check(z.describe('The period beside it; null where there is none.')),
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
    .check(z.describe('What the range is compared with; null where that cannot be told any more.')),
  points: z
    .array(trendPoint)
    .check(z.describe('One for each period of the range, in order, also where nothing was used.')),
});
export type TrendsResponse = Immutable<typeof trendsResponse>;
