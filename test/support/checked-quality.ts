import type { DayAuditStore, HeardSource, LedgerStore } from '@token-ledger/core';
import { InMemoryQualityStore } from '@token-ledger/in-memory';
import { createHandler } from '../../functions/check-quality/handler.ts';
import type { AuditedLedger } from './audited-ledger.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { shownIds } from './shown-ids.ts';

/** The function that checks the quality of a ledger, without a sample of its raw records. */
export function checkedQuality(
  { deps }: { readonly deps: Omit<AuditedLedger['deps'], 'store'> & { readonly store: LedgerStore } },
  {
    telemetry = recordingTelemetry(),
    shownIdsOf = shownIds().shownIdsOf,
    audits = new InMemoryQualityStore() as Pick<DayAuditStore, 'listDayAudits'>,
    sources = async (): Promise<readonly HeardSource[]> => [],
  } = {},
) {
  return createHandler({
    ledger: { ...deps, sampler: { sampleRecords: async () => [] }, random: () => 0 },
    audits,
    sources,
    shownIdsOf,
    signingKey: async () => new Uint8Array(32).fill(7),
    telemetry,
  });
}
