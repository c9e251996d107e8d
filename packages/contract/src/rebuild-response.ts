import { REBUILD_STATUSES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { flag, type Immutable, instantText, quantity, rangeShape, text } from './response-parts.ts';

/** The body of the answers of `POST /v1/rebuilds` and `GET /v1/rebuilds/{id}`. */
export const rebuildResponse = z.object({
  id: text('Of the rebuild.'),
  ...rangeShape,
  repair: flag('Whether statistics may also come to count less than they do.'),
  status: z.enum(REBUILD_STATUSES),
  startedAt: instantText('When it was asked for.'),
  hours: quantity('Hours of the range that were marked to be recomputed.'),
  pendingHours: quantity('Of these, the hours that still wait.'),
  skippedFrozenHours: quantity('Hours of the range that stay as they are: their records expire or did.'),
});
export type RebuildResponse = Immutable<typeof rebuildResponse>;
