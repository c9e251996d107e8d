import { billedTokens, cacheCreationTokens, compareIds, keyText, type UsageRecord } from '@token-ledger/core';
import type { EventDetail } from './event-types.ts';

export type UsageEntry = EventDetail<'usageCollected'>['entries'][number];
type UsageRow = UsageEntry['usage'][number];

/** One unit of the bill of EventBridge has 64 KB; the rest is for what is around the entries. */
export const MAX_ENTRIES_BYTES = 60 * 1024;
/** A row has less than 1 KB, so an entry always fits into an event. */
export const MAX_ROWS_PER_ENTRY = 50;

/** The entries of the calls that one message, or one request, was the first to report; always the same for the same calls. */
export function usageEntries(id: string, records: Iterable<UsageRecord>): readonly UsageEntry[] {
  const calls = new Map([...records].map((record) => [keyText(record), record]));
  const rows = new Map<string, UsageRow>();
  for (const record of calls.values()) {
    const place = JSON.stringify([record.accessKeyId, record.userId ?? null]);
    rows.set(place, withCall(rows.get(place), record));
  }
  const sorted = [...rows].toSorted(([a], [b]) => compareIds(a, b)).map(([, row]) => row);
  const count = Math.ceil(sorted.length / MAX_ROWS_PER_ENTRY);
  return Array.from({ length: count }, (_, part) => ({
    id: count === 1 ? id : `${id}.${part}`,
    usage: sorted.slice(part * MAX_ROWS_PER_ENTRY, (part + 1) * MAX_ROWS_PER_ENTRY),
  }));
}

/** As few events as the entries fit into. `digest` makes a short text of a long one, always the same. */
export function usageCollected(
  entries: readonly UsageEntry[],
  digest: (text: string) => string,
): readonly EventDetail<'usageCollected'>[] {
  const parts: UsageEntry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes = encoder.encode(JSON.stringify(entry)).length + 1;
    if (bytes <= room) parts.at(-1)?.push(entry);
    else {
      parts.push([entry]);
      room = MAX_ENTRIES_BYTES;
    }
    room -= bytes;
  }
  return parts.map((part) => ({
    version: 1,
    eventId: `usage_${digest(part.map(({ id }) => id).join(' '))}`,
    totals: totalsOf(part),
    entries: part,
  }));
}

const encoder = new TextEncoder();

function withCall(row: UsageRow | undefined, record: UsageRecord): UsageRow {
  const { accessKeyId, userId } = record;
  const tokens = billedTokens(record);
  return {
    accessKeyId,
    ...(userId !== undefined && { userId }),
    requests: (row?.requests ?? 0) + 1,
    inputTokens: (row?.inputTokens ?? 0) + tokens.input,
    outputTokens: (row?.outputTokens ?? 0) + tokens.output,
    cacheCreationTokens: (row?.cacheCreationTokens ?? 0) + cacheCreationTokens(tokens),
    cacheReadTokens: (row?.cacheReadTokens ?? 0) + tokens.cacheRead,
  };
}

function totalsOf(entries: readonly UsageEntry[]): EventDetail<'usageCollected'>['totals'] {
  let [requests, totalTokens] = [0, 0];
  for (const row of entries.flatMap(({ usage }) => usage)) {
    requests += row.requests;
    totalTokens += row.inputTokens + row.outputTokens + row.cacheCreationTokens + row.cacheReadTokens;
  }
  return { requests, totalTokens };
}
