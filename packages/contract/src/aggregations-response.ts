import { PERIODS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { aggregationProgressShape } from './rebuild-response.ts';
import { type Immutable, instantText, quantity, rangeShape, text } from './response-parts.ts';

/** The body of the answer of `POST /v1/aggregations`. */
export const aggregationStartResponse = z.object({
  ...rangeShape,
  status: z
    .enum(['finished', 'running'])
    .check(z.describe('`running`: hours still wait; they are recomputed in the background.')),
  hours: quantity('Hours of the range with usage, which are recomputed.'),
  pendingHours: quantity('Of these, the completed hours that still wait.'),
  openHours: quantity('1 if the hour under way is among them: it is recomputed once it is over.'),
  emptyHours: quantity('Hours without any usage.'),
  skippedFrozenHours: quantity(
    'Hours that cannot be recomputed, because their records expire or have expired.',
  ),
  ...aggregationProgressShape,
  executionTimeMs: quantity('How long the request took, in milliseconds.'),
});
export type AggregationStartResponse = Immutable<typeof aggregationStartResponse>;

export const pendingBucketResponse = z.object({
  period: z.enum(PERIODS),
  ...rangeShape,
  pendingSince: instantText('Since when the statistics wait for the roll-up.'),
});
export type PendingBucketResponse = Immutable<typeof pendingBucketResponse>;

/** What a rebuild was requested for. Its progress is in `GET /v1/rebuilds/{id}`. */
export const latestRebuildResponse = z.object({
  id: text('The id of the rebuild.'),
  ...rangeShape,
  repair: z.boolean(),
  startedAt: instantText('When the rebuild was requested.'),
});

/** The body of `GET /v1/aggregations`. */
export const aggregationsResponse = z.object({
  asOf: instantText('The time of this answer.'),
  lastCompletedAt: z
    .nullable(z.iso.datetime())
    .check(z.describe('When the roll-up last completed; null before the first time.')),
  pending: z.object({
    counts: z.record(z.enum(PERIODS), z.int().check(z.gte(0))),
    oldestSince: z
      .nullable(z.iso.datetime())
      .check(z.describe('Since when the oldest completed period waits; null if none waits.')),
    buckets: z
      .array(pendingBucketResponse)
      .check(z.describe('The first of them, by period and time, including current periods.')),
  }),
  latestRebuild: z
    .nullable(latestRebuildResponse)
    .check(
      z.describe(
        'The rebuild that was requested last, whether or not it has finished; null if there was none.',
      ),
    ),
});
export type AggregationsResponse = Immutable<typeof aggregationsResponse>;
