import { type ParsedUsageRecord, parseUsageRecord, type Reporter } from '@token-ledger/contract';
import { withoutAbsent } from '@token-ledger/core';
import type { FoundRecord, ImportSourceName } from '../import-source.ts';

/** What every record gets that does not say it itself. */
export interface RecordDefaults {
  /** The access key the usage is for. */
  readonly accessKeyId?: string;
  readonly userId?: string;
  readonly feature?: string;
}

/** A record as it is sent. */
export type SentRecord = FoundRecord['record'] & { readonly source: ImportSourceName };

export function completed(
  { record }: FoundRecord,
  source: ImportSourceName,
  defaults: RecordDefaults,
): SentRecord {
  return { ...withoutAbsent(defaults), ...record, source };
}

/**
 * Checks a record as the ledger will, so that a dry run shows what would be refused. Whether the access key may report for
 * others is for the ledger to decide. Problems repeat nothing of the record but names of known fields.
 */
export function judge(record: SentRecord, ownKeyId: string): ParsedUsageRecord {
  const reporter: Reporter = { accessKeyId: ownKeyId, mayReportForOthers: true, mayReportAnyUser: true };
  return parseUsageRecord(record, { reporter, problemsAreKept: true });
}
