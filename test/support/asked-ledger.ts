import {
  Calendar,
  HOUR_MS,
  type LeafSchedule,
  recordUsage,
  rollUp,
  type TimeSpan,
  type UsageRecord,
} from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import { Random } from '../../scripts/random.ts';
import { ledgerOver, ROLL_UP_ALL } from './ledger-over.ts';
import { usageRecord } from './records.ts';

/** Two days after clocks went back in Berlin, within an hour. */
export const NOW = Date.UTC(2026, 9, 27, 12, 34, 56, 789);
export const FIRST = NOW - 16 * 24 * HOUR_MS;
export const MODELS = ['claude-a', 'claude-b', 'claude-c'];
export const FEATURES = ['chat', 'search', undefined];
export const ACCESS_KEYS = ['ak_0', 'ak_1', 'ak_2', 'ak_3', 'ak/#ü'];
export const USERS = [
  ...Array.from({ length: 10 }, (_, index) => `u_${index}`),
  'ü/#~ &=,',
  '\u{1f600}',
  '\u{ffee}',
  undefined,
];

/** Deployments whose days and leaves differ, and how many records are worth asking each for. */
export const DEPLOYMENTS = [
  ['UTC', {}, 8_000],
  ['Europe/Berlin', { leafMinutes: 15 }, 6_000],
  ['Asia/Kolkata', { leafMinutes: 5 }, 6_000],
] as const;

/** A range of any alignment within the time of the ledger. */
export function randomRange(random: Random): TimeSpan {
  const align = random.pick([1, 60_000, HOUR_MS, 24 * HOUR_MS]);
  const at = () => Math.floor((FIRST + random.next() * (NOW + HOUR_MS - FIRST)) / align) * align;
  const [a, b] = [at(), at()];
  return { fromMs: Math.min(a, b), toMs: Math.max(a, b) + align };
}

export function randomCells(random: Random) {
  return {
    ...(random.chance(0.3) && { models: new Set([random.pick(MODELS)]) }),
    ...(random.chance(0.3) && { features: new Set([random.pick(FEATURES) ?? '-', 'unheard of']) }),
  };
}

/** A record of a random time until now, most of them recent. */
export function randomRecord(random: Random, nowMs: number): UsageRecord {
  const {
    userId: _,
    feature: __,
    ...record
  } = usageRecord({
    // Whole tenths of a second now and then, so that some records share their time.
    occurredAtMs: Math.floor((nowMs - random.next() ** 2 * (nowMs - FIRST)) / 100) * 100 + random.below(2),
    accessKeyId: random.pick(ACCESS_KEYS),
    model: random.pick(MODELS),
    status: random.pick(['ok', 'ok', 'error', 'partial']),
    tokens: {
      input: random.below(5000),
      output: random.below(900),
      cacheCreation5m: random.below(3) * 100,
      cacheCreation1h: 0,
      cacheCreationUnattributed: random.below(2),
      cacheRead: random.chance(0.01) ? 2 ** 40 : random.below(9000),
    },
  });
  const userId = random.pick(USERS);
  const feature = random.pick(FEATURES);
  return { ...record, ...(userId ? { userId } : {}), ...(feature ? { feature } : {}) };
}

/** A ledger with rolled-up hours, hours marked again by late records and open hours; and all its records. */
export async function askedLedger(timeZone: string, leaves: LeafSchedule, count: number, seed: number) {
  const random = new Random(seed);
  const store = createInMemoryLedgerStore({ pageSize: 7 });
  const records: UsageRecord[] = [];
  let nowMs = FIRST;
  const deps = ledgerOver(store, () => nowMs, new Calendar(timeZone, leaves));
  const batches = 20;
  for (let batch = 1; batch <= batches; batch += 1) {
    nowMs = FIRST + ((NOW - FIRST) * batch) / batches;
    const added = Array.from({ length: count / batches }, () => randomRecord(random, nowMs));
    // Some arrive again, which must change nothing.
    const repeated = Array.from({ length: 5 }, () => ({ ...random.pick(added), occurredAtMs: nowMs }));
    await recordUsage(deps, added);
    await recordUsage(deps, repeated);
    records.push(...added);
    if (batch === 12 || batch === 18) await rollUp(deps, ROLL_UP_ALL);
  }
  return { deps, records, random };
}

export type AskedLedger = Awaited<ReturnType<typeof askedLedger>>;
