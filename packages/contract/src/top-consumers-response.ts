import { CONSUMER_KINDS, MAGNITUDES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { measuresResponse, measuresShape } from './measures-response.ts';
import { type Immutable, optionalName, quantity, rangeResponse, sum, text } from './response-parts.ts';
import { answerNotesShape } from './statistics-response.ts';

/** The share of one consumer in the whole. */
export const shareResponse = z.object({
  id: text('The access key, user, model or feature.'),
  name: optionalName(),
  share: z
    .nullable(z.number())
    .check(z.describe('From 0 to 1, rounded down to six decimal places; null if the whole is 0.')),
  ...measuresShape,
});
export type ShareResponse = Immutable<typeof shareResponse>;

export const consumerResponse = z.object({
  rank: quantity('From 1; ties are ordered by id.'),
  ...shareResponse.shape,
});

/** The body of `GET /v1/top-consumers`. */
export const topConsumersResponse = z.object({
  dimension: z.enum(CONSUMER_KINDS).check(z.describe('What is ranked.')),
  sort: z.enum(MAGNITUDES).check(z.describe('The measure to rank by.')),
  range: rangeResponse,
  ...answerNotesShape,
  totals: measuresResponse.check(
    z.describe('The usage of all, including those below the thresholds or beyond the limit.'),
  ),
  matching: sum('How many reach both thresholds, including those beyond the limit.'),
  active: quantity(
    'How many used anything, also below the thresholds. Usage that names no user, or no feature, is that of none.',
  ),
  consumers: z.array(consumerResponse).check(z.describe('The largest first.')),
});
export type TopConsumersResponse = Immutable<typeof topConsumersResponse>;
