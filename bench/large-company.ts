/*
 * The statistics of a company of 1,000 access keys and 10,000 users, in a table: one day of 200,000 records, so that each user has
 * 14 pairs of model and feature, copied to all days; thirty times as much in each month, and an hour's share in each hour.
 */
import {
  type Bucket,
  type FoldedStatistics,
  type LedgerStore,
  MEASURE_NAMES,
  type Measures,
  type Statistics,
  type UsageRecord,
} from '@token-ledger/core';
import { Random } from '../scripts/random.ts';
import type { ItemTable } from './item-table.ts';
import { realisticRecord } from './realistic-records.ts';
import { copyBucket, foldOf, putFolded } from './statistics-items.ts';

const KEYS = 1_000;
const USERS = 10_000;
export const RECORDS_OF_DAY = 200_000;
export const RECORDS_OF_HOUR = Math.floor(RECORDS_OF_DAY / 24);
const DAYS_OF_MONTH = 30;

export interface LargeCompany {
  readonly keys: readonly string[];
  readonly users: readonly string[];
  /** A user of medium use. */
  readonly user: string;
  /** Records of this company, spread over a time. */
  readonly records: (count: number, fromMs: number, toMs: number) => readonly UsageRecord[];
}

export interface Buckets {
  readonly hours?: readonly Bucket[];
  readonly days: readonly Bucket[];
  readonly months: readonly Bucket[];
  /** Of other days, only what a trend reads is there: items of all would fill the memory. */
  readonly isRanked: (day: Bucket) => boolean;
}

/** Fills the table behind a store. The same in every run. */
export async function fillLargeCompany(
  table: ItemTable,
  store: LedgerStore,
  { hours = [], days, months, isRanked }: Buckets,
): Promise<LargeCompany> {
  const random = new Random(7);
  const [keys, users] = [idsOf('ak', KEYS, random), idsOf('user', USERS, random)];
  const records = (count: number, fromMs: number, toMs: number) =>
    Array.from({ length: count }, (_, index): UsageRecord => {
      const ids = { accessKeyId: random.pickSkewed(keys), userId: random.pickSkewed(users) };
      return { ...realisticRecord(Math.floor(fromMs + ((toMs - fromMs) * index) / count)), ...ids };
    });
  const user = users[USERS / 4] ?? '';
  const [day, hour] = [RECORDS_OF_DAY, RECORDS_OF_HOUR].map((count) => {
    const ofBucket = records(count, 0, 1);
    return foldOf(count, (index) => ofBucket[index] as UsageRecord);
  });
  if (!day || !hour) throw new Error('There is a day and an hour.');
  for (const [buckets, folded] of [
    [hours, hour],
    [days, day],
    [months, timesThirty(day)],
  ] as const) {
    const last = buckets.at(-1);
    if (!last) continue;
    await putFolded(store, last, folded);
    for (const bucket of buckets.slice(0, -1)) {
      const isWhole = bucket.period !== 'day' || isRanked(bucket);
      copyBucket(table, last, bucket, isWhole ? undefined : user);
    }
  }
  return { keys, users, user, records };
}

function idsOf(prefix: string, count: number, random: Random): readonly string[] {
  const alphabet = Array.from('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz');
  return Array.from(
    { length: count },
    () => `${prefix}_${Array.from({ length: 17 }, () => random.pick(alphabet)).join('')}`,
  );
}

function timesThirty(folded: FoldedStatistics): FoldedStatistics {
  const measures = (of: Measures) =>
    Object.fromEntries(
      MEASURE_NAMES.map((name) => [name, of[name] * BigInt(DAYS_OF_MONTH)]),
    ) as unknown as Measures;
  const larger = ({ count, cells }: Statistics): Statistics => ({
    count: count * DAYS_OF_MONTH,
    cells: cells.map((cell) => ({ ...cell, measures: measures(cell.measures) })),
  });
  const all = (of: ReadonlyMap<string, Statistics>) =>
    new Map([...of].map(([id, each]) => [id, larger(each)]));
  return { all: all(folded.all), access_key: all(folded.access_key), user: all(folded.user) };
}
