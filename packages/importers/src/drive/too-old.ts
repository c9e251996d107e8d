import { HOUR_MS } from '@token-ledger/core';
import { RefusedImportError } from '../errors.ts';
import type { Survey } from './survey.ts';

/**
 * Refuses calls that the ledger would refuse one by one, because they are older than the late limit or their hour is frozen.
 * So that is shown before the first is sent.
 */
export function refuseTooOld({ tooOld, records }: Survey, acceptedFromMs: number): void {
  if (tooOld === 0) return;
  // An import takes its time, and the limit moves on meanwhile.
  const fromMs = Math.ceil(acceptedFromMs / HOUR_MS + 1) * HOUR_MS;
  throw new RefusedImportError(
    [
      `${tooOld} of ${records} calls occurred before ${iso(acceptedFromMs)}. This ledger counts nothing so old: it is beyond`,
      'lateLimitDays, or its hours are frozen. Nothing was sent.',
      `Import the later calls with --from ${iso(fromMs)}. To count older ones, deploy a new stage with a larger lateLimitDays and`,
      'retentionDays, and import into it: docs/import.md, "Old calls".',
    ].join('\n'),
  );
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
