import { CONSUMER_KINDS, MAGNITUDES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { measuresResponse, measuresShape } from './measures-response.ts';
import { type Immutable, optionalName, quantity, rangeResponse, sum, text } from './response-parts.ts';
import { answerNotesShape } from './statistics-response.ts';

/** What one of several used of the whole. */
export const shareResponse = z.object({
  id: text('Of the access key or user, or the name of the model or feature.'),
  name: optionalName(),
  share: z
    .nullable(z.number())
    .check(z.describe('From 0 to 1, rounded down to six digits; null when the whole is 0.')),
  ...measuresShape,
});
export type ShareResponse = Immutable<typeof shareResponse>;

export const consumerResponse = z.object({
  rank: quantity('From 1; ties by id.'),
  ...shareResponse.shape,
});

/** The body of `GET /v1/top-consumers`. */
export const topConsumersResponse = z.object({
  dimension: z.enum(CONSUMER_KINDS).check(z.describe('What is ranked.')),
  sort: z.enum(MAGNITUDES).check(z.describe('By what.')),
  range: rangeResponse,
  ...answerNotesShape,
  totals: measuresResponse.check(
    z.describe('What all of them used, those below the thresholds or beyond the limit included.'),
  ),
  matching: sum('How many reach both thresholds, within the limit or not.'),
  consumers: z.array(consumerResponse).check(z.describe('The largest first.')),
});
export type TopConsumersResponse = Immutable<typeof topConsumersResponse>;
