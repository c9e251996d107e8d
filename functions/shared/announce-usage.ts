import { createHash } from 'node:crypto';
import {
  conflictEvent,
  type LedgerEvent,
  type UsageEntry,
  usageCollected,
  usageEntries,
} from '@token-ledger/contract';
import { type Clock, compareIds, keyText, type RecordOutcome, type UsageRecord } from '@token-ledger/core';
import type { EventSender } from './event-sender.ts';
import { effectOf } from './recording-metrics.ts';

/*
 * What was recorded, as events. A message that comes again finds its calls recorded, and is then the only one that may announce
 * them: so each record keeps by what it was collected, and only that is asked.
 */

/** What the reports of a message came to, or of a call that was written within a request. */
export interface Collection {
  /** The digest of the message, or of the call: `collectedBy` of those records that it was the first to report. */
  readonly id: string;
  readonly outcomes: readonly RecordOutcome[];
}

/** The same short text for the same long one. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** Of a call that is written within a request: a caller who repeats the request may divide it otherwise. */
export function digestOfCall(record: Pick<UsageRecord, 'accessKeyId' | 'requestId'>): string {
  return digest(keyText(record));
}

/** The report as a record that keeps by what it was collected, if that is wanted. */
export function collected(events: EventSender, record: UsageRecord, id: () => string): UsageRecord {
  return events.isOn('usageCollected') ? { ...record, collectedBy: id() } : record;
}

/**
 * Announces what was recorded. Call it before anything is acknowledged. Returns the ids of the collections whose events could
 * not be queued, and why: they have to come again.
 */
export async function announceUsage(
  events: EventSender,
  collections: readonly Collection[],
  clock: Clock,
): Promise<{ readonly failed: ReadonlySet<string>; readonly error?: unknown }> {
  const found = collections.map((collection) => ({
    id: collection.id,
    conflicts: events.isOn('usageConflict') ? conflictsOf(collection) : [],
    entries: events.isOn('usageCollected') ? entriesOf(collection) : [],
  }));
  const announcing = found.filter(({ conflicts, entries }) => conflicts.length + entries.length > 0);
  // In an order of their own, so that the same batch has the same event.
  const entries = unique(
    announcing.flatMap((each) => each.entries),
    ({ id }) => id,
  ).toSorted((a, b) => compareIds(a.id, b.id));
  const conflicts = unique(
    announcing.flatMap((each) => each.conflicts),
    ({ detail }) => detail.eventId,
  );
  const atMs = clock();
  const details = usageCollected(entries, digest);
  try {
    await events.send([
      ...details.map((detail): LedgerEvent => ({ type: 'usageCollected', atMs, detail })),
      ...conflicts,
    ]);
    return { failed: new Set() };
  } catch (error) {
    return { failed: new Set(announcing.map(({ id }) => id)), error };
  }
}

function conflictsOf({ outcomes }: Collection): readonly LedgerEvent[] {
  return outcomes.flatMap((outcome) =>
    outcome.kind === 'conflict' ? [conflictEvent(outcome.conflict)] : [],
  );
}

function entriesOf({ id, outcomes }: Collection): readonly UsageEntry[] {
  const own: UsageRecord[] = [];
  const directly = new Map<string, UsageRecord>();
  for (const record of outcomes.flatMap(recordOf)) {
    if (record.collectedBy === id) own.push(record);
    else if (isWrittenDirectly(record)) directly.set(record.collectedBy, record);
  }
  return [
    ...usageEntries(id, own),
    // The request that wrote them may have been killed before it announced them; this may be its repetition.
    ...[...directly].flatMap(([call, record]) => usageEntries(call, [record])),
  ];
}

function recordOf(outcome: RecordOutcome): readonly UsageRecord[] {
  const effect = effectOf(outcome);
  if (!effect) return [];
  return [effect.kind === 'recorded' ? effect.record : effect.canonical];
}

function isWrittenDirectly(record: UsageRecord): record is UsageRecord & { readonly collectedBy: string } {
  const { collectedBy, accessKeyId, requestId, otherName } = record;
  if (collectedBy === undefined) return false;
  const names = otherName === undefined ? [requestId] : [requestId, otherName];
  return names.some((name) => digestOfCall({ accessKeyId, requestId: name }) === collectedBy);
}

function unique<T>(all: readonly T[], idOf: (one: T) => string): readonly T[] {
  return [...new Map(all.map((one) => [idOf(one), one])).values()];
}
