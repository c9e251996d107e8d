/*
 * A company of a million records a day (100 access keys, 1,000 users, 5 models, 8 features), as items that DynamoDB would hand over:
 * statistics of half a year by day, and the records of the hour under way.
 */
import {
  Calendar,
  DAY_MS,
  HOUR_MS,
  type LedgerStore,
  SLICE_MS,
  sliceStart,
  type UsageRecord,
} from '@token-ledger/core';
import { ItemTable } from './item-table.ts';
import { questionDepsOver } from './questions.ts';
import { realisticRecord } from './realistic-records.ts';
import { copyBucket, foldOf, ledgerStoreOver, putFolded, putNames } from './statistics-items.ts';

const TODAY_MS = Date.UTC(2026, 10, 21);
const HOUR_UNDER_WAY_MS = TODAY_MS + 12 * HOUR_MS;
const NOW_MS = HOUR_UNDER_WAY_MS + HOUR_MS - 60_000;
const DAYS = 180;
/** Of earlier days, only what a trend of one user reads is there. */
const RANKED_DAYS = 31;
/** Of a day, so many records decide which cells there are: enough that nearly all of them are. */
const RECORDS_OF_DAY = 300_000;
const RECORDS_PER_HOUR = 41_667;
const RECORDS_PER_SEGMENT = 29;
const NAMES_KEPT_MS = 120_000;

const calendar = new Calendar('UTC');

/** The company with what the handlers of questions need. */
export async function createCompany() {
  const table = new ItemTable();
  const store = ledgerStoreOver(table);
  const user = await putDays(table, store);
  await putHourUnderWay(store);
  let namesNowMs = NOW_MS;
  return {
    table,
    store,
    /** A user of medium use. */
    user,
    deps: questionDepsOver({
      table,
      store,
      clock: () => NOW_MS,
      namesClock: () => namesNowMs,
      pseudonymizeUsers: true,
    }),
    /** Between questions, so that each reads the names it shows. */
    forgetNames: () => {
      namesNowMs += NAMES_KEPT_MS;
    },
  };
}

/** The beginning of the day so many days ago. */
export function daysAgo(days: number): string {
  return new Date(TODAY_MS - days * DAY_MS).toISOString();
}

/** Returns a user of medium use. */
async function putDays(table: ItemTable, store: LedgerStore): Promise<string> {
  const folded = foldOf(RECORDS_OF_DAY, () => realisticRecord(TODAY_MS));
  const user = [...folded.user.keys()][100] ?? '';
  await putNames(table, folded);
  const dayAgo = (days: number) => calendar.bucketAt('day', TODAY_MS - days * DAY_MS);
  await putFolded(store, dayAgo(1), folded);
  for (let age = 2; age <= DAYS; age += 1)
    copyBucket(table, dayAgo(1), dayAgo(age), age <= RANKED_DAYS ? undefined : user);
  return user;
}

/** Its records, and the mark that says that they wait for the roll-up. */
async function putHourUnderWay(store: LedgerStore): Promise<void> {
  const stepMs = HOUR_MS / RECORDS_PER_HOUR;
  const records = Array.from(
    { length: RECORDS_PER_HOUR },
    (_, index): UsageRecord => realisticRecord(HOUR_UNDER_WAY_MS + Math.floor(index * stepMs)),
  );
  for (const [sliceMs, ofSlice] of Map.groupBy(records, ({ occurredAtMs }) => sliceStart(occurredAtMs)))
    for (let start = 0; start < ofSlice.length; start += RECORDS_PER_SEGMENT)
      await store.putSegment(sliceMs, ofSlice.slice(start, start + RECORDS_PER_SEGMENT));
  const { id: bucketId } = calendar.bucketAt('hour', HOUR_UNDER_WAY_MS);
  const mark = { period: 'hour', bucketId, token: 'token' } as const;
  await store.putMark({ ...mark, firstMarkedAtMs: HOUR_UNDER_WAY_MS + SLICE_MS });
}
