import { CONSUMER_KINDS, MAGNITUDES, PERIODS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { measuresResponse, measuresShape } from './measures-response.ts';
import { type Immutable, rangeResponse, rangeShape, sum } from './response-parts.ts';
import { answerNotesShape, subjectShape } from './statistics-response.ts';
import { shareResponse } from './top-consumers-response.ts';

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

/** One of the series that a trend is divided into. */
export const trendSeries = z.object({
  ...shareResponse.shape,
  points: z.array(measuresResponse).check(z.describe('One for each of the `points` beside it.')),
});

/** How a trend is divided. */
export const trendSplit = z.object({
  by: z.enum(CONSUMER_KINDS).check(z.describe('What the series are of.')),
  sort: z.enum(MAGNITUDES).check(z.describe('The measure by which the series are the largest.')),
  count: sum('How many have usage in the range, including those without a series of their own.'),
  series: z.array(trendSeries).check(z.describe('The largest first; the rest of `points` is of all others.')),
});

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
  split: z.exactOptional(trendSplit),
});
export type TrendsResponse = Immutable<typeof trendsResponse>;
