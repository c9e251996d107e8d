import { toWireRecord } from '@token-ledger/contract';
import type { QuarantinedRecord, ReportedUsage } from '@token-ledger/core';

/** What the quarantine holds of a record at most, in bytes of JSON. */
const MAX_BYTES = 4096;

export type RecordDescription = Pick<QuarantinedRecord, 'record' | 'complete'>;

/**
 * What the quarantine keeps of a record that breaks no rule, but cannot be counted all the same. Nothing in it can be content,
 * so it is kept as a whole if it is not too large, and may be counted later.
 */
export function describeUsage(usage: ReportedUsage): RecordDescription {
  const record = JSON.stringify(toWireRecord(usage));
  if (Buffer.byteLength(record) <= MAX_BYTES) return { record, complete: true };
  const { iterations: _iterations, metadata: _metadata, ...rest } = usage;
  return { record: JSON.stringify(toWireRecord(rest)) };
}
