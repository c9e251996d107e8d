import { type AdmittedRecord, packMessages, toWireRecord } from '@token-ledger/contract';
import {
  type ConflictReason,
  type Priority,
  type RecordOutcome,
  type RecordUsageDeps,
  recordUsage,
  type UsageQueue,
} from '@token-ledger/core';
import { announceUsage, collected, digestOfCall } from '../shared/announce-usage.ts';
import type { EventSender } from '../shared/event-sender.ts';
import type { HearSources } from '../shared/hear-sources.ts';
import { countOutcomes } from '../shared/recording-metrics.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { contradictionsAmong } from './contradictions.ts';

export interface StoreRecordsDeps {
  readonly queue: UsageQueue;
  readonly ledger: RecordUsageDeps;
  readonly events: EventSender;
  readonly hearSources: HearSources;
  readonly telemetry: Telemetry;
  /** False: write within the request instead of through the queue. */
  readonly asyncProcessing: boolean;
  /** Also count duplicates, conflicts, late and unattributed usage of what is written within the request. */
  readonly qualityMetrics: boolean;
}

/** What a record contradicts: one that is recorded, or another of the same request. */
interface Contradiction {
  readonly conflict: ConflictReason;
}

/** `too_old`: its hour, or that of the record it would complete, was frozen meanwhile. */
export type StoreOutcome = 'accepted' | 'failed' | 'too_old' | Contradiction;

/**
 * Queues records, and writes within the request what the queue does not confirm, so that one broken service loses no
 * usage. A message whose confirmation got lost is thereby both queued and written; the ledger counts it once. Returns the
 * outcomes in the order of the records. Does not reject.
 */
export async function storeRecords(
  deps: StoreRecordsDeps,
  records: readonly AdmittedRecord[],
  priority: Priority,
  receivedAtMs: number,
): Promise<readonly StoreOutcome[]> {
  const unqueued = deps.asyncProcessing
    ? await enqueue(deps, records, priority, receivedAtMs)
    : new Set(records.keys());
  const written = await writeDirectly(
    deps,
    records.filter((_, index) => unqueued.has(index)),
  );
  const writtenOutcomes = written.values();
  const contradictions = contradictionsAmong(records.map(({ record }) => record));
  return records.map((_, index) => {
    if (unqueued.has(index)) return writtenOutcomes.next().value ?? 'failed';
    const conflict = contradictions[index];
    return conflict ? { conflict } : 'accepted';
  });
}

/** Returns the indexes of the records that the queue did not confirm. */
async function enqueue(
  { queue, telemetry }: StoreRecordsDeps,
  records: readonly AdmittedRecord[],
  priority: Priority,
  receivedAtMs: number,
): Promise<ReadonlySet<number>> {
  // As reported, not as admitted: the consumer judges the time again, by the same receipt, and so notes a wrong clock.
  const messages = packMessages(
    records.map(({ reported }) => toWireRecord(reported)),
    receivedAtMs,
  );
  const outcomes = await queue.send(
    priority,
    messages.map(({ body }) => body),
  );
  const unconfirmed = messages.filter((_, index) => outcomes[index]?.kind !== 'sent');
  const failure = outcomes.find((outcome) => outcome.kind === 'failed');
  if (failure) {
    telemetry.logger.warn('The queue did not confirm messages; their records are written directly.', {
      messages: unconfirmed.length,
      error: failure.error,
    });
  }
  return new Set(unconfirmed.flatMap(({ indexes }) => indexes));
}

async function writeDirectly(
  { ledger, events, hearSources, telemetry, asyncProcessing, qualityMetrics }: StoreRecordsDeps,
  records: readonly AdmittedRecord[],
): Promise<readonly StoreOutcome[]> {
  if (records.length === 0) return [];
  const outcomes = await recordUsage(
    ledger,
    records.map(({ record }) => collected(events, record, () => digestOfCall(record))),
  ).catch((error: unknown): readonly RecordOutcome[] => records.map(() => ({ kind: 'failed', error })));
  countOutcomes(telemetry, outcomes, qualityMetrics);
  if (asyncProcessing) {
    telemetry.count('RecordsWrittenDirectly', outcomes.filter(isWritten).length);
  }
  const failure = outcomes.find((outcome) => outcome.kind === 'failed');
  if (failure) telemetry.logger.error('Records could not be written.', { error: failure.error });
  await hearSources(records.map(({ record }) => record));
  const calls = records.map(({ record }) => digestOfCall(record));
  const announced = await announceUsage(
    events,
    outcomes.map((outcome, index) => ({ id: calls[index] ?? '', outcomes: [outcome] })),
    ledger.clock,
  );
  if (announced.failed.size > 0)
    telemetry.logger.error('Events could not be queued; their records have to be sent again.', {
      error: announced.error,
    });
  // A repetition finds the record stored, and announces it.
  return outcomes.map((outcome, index) =>
    announced.failed.has(calls[index] ?? '') ? 'failed' : storeOutcomeOf(outcome),
  );
}

function storeOutcomeOf(outcome: RecordOutcome): StoreOutcome {
  switch (outcome.kind) {
    case 'failed':
      return 'failed';
    case 'frozen':
      return 'too_old';
    case 'conflict':
      return { conflict: outcome.conflict.reason };
    default:
      return 'accepted';
  }
}

function isWritten({ kind }: RecordOutcome): boolean {
  return kind !== 'failed' && kind !== 'frozen';
}
