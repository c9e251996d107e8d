import { REBUILD_STATUSES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { flag, type Immutable, instantText, quantity, rangeShape, text } from './response-parts.ts';

/** The body of the answers of `POST /v1/rebuilds` and `GET /v1/rebuilds/{id}`. */
export const rebuildResponse = z.object({
  id: text('The id of the rebuild.'),
  ...rangeShape,
  repair: flag('Whether statistics may also decrease.'),
  status: z.enum(REBUILD_STATUSES),
  startedAt: instantText('When the rebuild was requested.'),
  hours: quantity('Hours of the range that were marked for recomputation.'),
  pendingHours: quantity('Of these, the hours that still wait.'),
  skippedFrozenHours: quantity(
    'Hours of the range that cannot be recomputed, because their records expire or have expired.',
  ),
});
export type RebuildResponse = Immutable<typeof rebuildResponse>;
