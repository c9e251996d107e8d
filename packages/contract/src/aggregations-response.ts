import { PERIODS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { type Immutable, instantText, quantity, rangeShape } from './response-parts.ts';

/** The body of the answer of `POST /v1/aggregations`. */
export const aggregationStartResponse = z.object({
  ...rangeShape,
  markedHours: quantity('Hours that will be computed anew because of this request.'),
  pendingHours: quantity('Hours that waited for that already.'),
  emptyHours: quantity('Hours without any usage.'),
  skippedFrozenHours: quantity('Hours that stay as they are: their records expire or did.'),
});
export type AggregationStartResponse = Immutable<typeof aggregationStartResponse>;

export const pendingBucketResponse = z.object({
  period: z.enum(PERIODS),
  ...rangeShape,
  pendingSince: instantText('Since when it waits.'),
});
export type PendingBucketResponse = Immutable<typeof pendingBucketResponse>;

/** The body of `GET /v1/aggregations`. */
export const aggregationsResponse = z.object({
  asOf: instantText('When this was so.'),
  lastCompletedAt: z
    .nullable(z.iso.datetime())
    .check(z.describe('When the roll-up last completed; null before the first time.')),
  pending: z.object({
    counts: z.record(z.enum(PERIODS), z.int().check(z.gte(0))),
    oldestSince: z
      .nullable(z.iso.datetime())
      .check(z.describe('Since when the oldest of what is over waits; null when nothing does.')),
    buckets: z
      .array(pendingBucketResponse)
      .check(z.describe('The first of them, by period and time; what is still under way among them.')),
  }),
});
export type AggregationsResponse = Immutable<typeof aggregationsResponse>;
