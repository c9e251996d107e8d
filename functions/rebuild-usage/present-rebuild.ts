import type { RebuildResponse } from '@token-ledger/contract';
import type { RebuildProgress } from '@token-ledger/core';
import { iso } from '../shared/http/json-values.ts';

export function presentRebuild(progress: RebuildProgress): RebuildResponse {
  const { id, repair, status, markedHours, pendingHours, skippedFrozenHours } = progress;
  return {
    id,
    from: iso(progress.fromMs),
    to: iso(progress.toMs),
    repair,
    status,
    startedAt: iso(progress.startedAtMs),
    hours: markedHours,
    pendingHours,
    skippedFrozenHours,
  };
}
