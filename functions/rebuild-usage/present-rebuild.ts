import type { RebuildResponse } from '@token-ledger/contract';
import { iso, type RebuildProgress } from '@token-ledger/core';

import { presentErrors } from './present-errors.ts';

export function presentRebuild(progress: RebuildProgress): RebuildResponse {
  const { id, repair, status, markedHours, pendingHours, openHours, skippedFrozenHours } = progress;
  return {
    id,
    from: iso(progress.fromMs),
    to: iso(progress.toMs),
    repair,
    status,
    startedAt: iso(progress.startedAtMs),
    hours: markedHours,
    pendingHours,
    openHours,
    skippedFrozenHours,
    processedRecords: progress.processedRecords,
    errors: presentErrors(progress.errors),
  };
}
