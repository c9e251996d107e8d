import { REBUILD_STATUSES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { flag, type Immutable, instantText, quantity, rangeShape, text } from './response-parts.ts';

/** An hour that could not be recomputed. */
export const aggregationError = z.object({
  ...rangeShape,
  code: text('`would_shrink`, or the name of the error.'),
  message: text('What happened, and what follows.'),
  since: instantText('When it first failed in this way.'),
});
export type AggregationError = Immutable<typeof aggregationError>;

/** How far the recomputation of a range is. */
export const aggregationProgressShape = {
  processedRecords: quantity('Records that the recomputed hours count.'),
  errors: z
    .array(aggregationError)
    .check(z.describe('The first 100 hours that wait because a run could not recompute them.')),
};

/** The most errors that are listed. */
export const MAX_SHOWN_AGGREGATION_ERRORS = 100;

/** The body of the answers of `POST /v1/rebuilds` and `GET /v1/rebuilds/{id}`. */
export const rebuildResponse = z.object({
  id: text('The id of the rebuild.'),
  ...rangeShape,
  repair: flag('Whether statistics may also decrease.'),
  status: z.enum(REBUILD_STATUSES),
  startedAt: instantText('When the rebuild was requested.'),
  hours: quantity('Hours of the range that were marked for recomputation.'),
  pendingHours: quantity('Of these, the completed hours that still wait.'),
  openHours: quantity('1 if the hour under way is among them: it is recomputed once it is over.'),
  skippedFrozenHours: quantity(
    'Hours of the range that cannot be recomputed, because their records expire or have expired.',
  ),
  ...aggregationProgressShape,
});
export type RebuildResponse = Immutable<typeof rebuildResponse>;
