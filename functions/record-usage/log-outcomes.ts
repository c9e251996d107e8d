import {
  hourBucketId,
  hourStart,
  type QuarantinedRecord,
  type RecordOutcome,
  type UsageRecord,
} from '@token-ledger/core';
import { logRefusedRecords, type TracedRecord, traceRecords } from '../shared/log-records.ts';
import type { Log } from '../shared/telemetry.ts';

/** A record that was admitted, the message that brought it, and what became of it. */
export interface SettledRecord {
  readonly record: UsageRecord;
  readonly messageId: string;
  readonly outcome: RecordOutcome;
}

/** Logs records that contradict what is recorded, and, for debugging, what became of each. */
export function logOutcomes(logger: Log, settled: readonly SettledRecord[]): void {
  const conflicts = settled.flatMap(({ record, outcome }) =>
    outcome.kind === 'conflict' ? [{ reason: outcome.conflict.reason, ...record }] : [],
  );
  logRefusedRecords(logger, 'contradictory', conflicts);
  traceRecords(logger, 'Records of messages were settled.', () => settled.map(traced));
}

/** Logs what is quarantined, of which only plain ids are known. */
export function logSetAside(logger: Log, quarantined: readonly QuarantinedRecord[]): void {
  const refused = quarantined.map(({ reason, record }) => {
    const { accessKeyId, requestId, messageId } = JSON.parse(record) as Record<string, unknown>;
    return { reason, accessKeyId, requestId: requestId ?? messageId };
  });
  logRefusedRecords(logger, 'ofMessages', refused);
}

function traced({ record, messageId, outcome }: SettledRecord): TracedRecord {
  const { requestId, otherName, accessKeyId, occurredAtMs } = record;
  // The roll-up names its hours in the same way.
  const hour = hourBucketId(hourStart(occurredAtMs));
  return { requestId, otherName, accessKeyId, outcome: outcome.kind, hour, messageId };
}
