/*
 * A company of a million records a day (100 access keys, 1,000 users, 5 models, 8 features), as items that DynamoDB would hand over,
 * with the handlers that answer questions about it.
 */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  ACCESS_KEY_LIST_PARTITION,
  createDynamoLedgerStore,
  createDynamoNames,
  directoryKey,
  statisticsPartition,
  statisticsSortKey,
  USER_PARTITION,
} from '@token-ledger/aws';
import {
  Calendar,
  createPricer,
  createReadPrices,
  DAY_MS,
  DIMENSIONS,
  HOUR_MS,
  LISTS,
  listKey,
  listOf,
  SHIPPED_PRICE_BOOK,
  SLICE_MS,
  StatisticsFold,
  sliceStart,
} from '@token-ledger/core';
import { InMemoryPriceStore } from '@token-ledger/in-memory';
import { createPseudonyms } from '@token-ledger/secrets';
import { createShownIdsOf } from '../functions/shared/http/shown-ids.ts';
import { createReadNames } from '../functions/shared/names.ts';
import { recordingTelemetry } from '../test/support/recording-telemetry.ts';
import { ItemTable } from './item-table.ts';
import { realisticRecord } from './realistic-records.ts';

export const TODAY_MS = Date.UTC(2026, 10, 21);
const NOW_MS = TODAY_MS + 12 * HOUR_MS + HOUR_MS - 60_000;
const DAYS = 180;
const LISTED_DAYS = 31;
/** Of a day, so many records decide which cells there are: enough that nearly all of them are. */
const RECORDS_OF_DAY = 300_000;
const RECORDS_PER_HOUR = 41_667;
const RECORDS_PER_SEGMENT = 29;

const calendar = new Calendar('UTC');
export const table = new ItemTable();
const store = createDynamoLedgerStore({
  client: table.client,
  ledgerTable: 'statistics',
  recordsTable: 'records',
  retention: () => ({ retentionDays: 90 }),
});
/** A user of medium use. */
export const user = await fill();
export const ledger = {
  store,
  clock: () => NOW_MS,
  newToken: () => 'token',
  calendar,
  retention: { retentionDays: 90 },
  readPrices: createReadPrices(new InMemoryPriceStore()),
};
const names = createDynamoNames({ client: table.client, ledgerTable: 'statistics' });
/** Moved on between questions, so that no name is remembered. */
export const namesClock = { nowMs: NOW_MS };
/** What the handlers of questions need. */
export const questionDeps = {
  ledger,
  shownIdsOf: createShownIdsOf({
    readNames: createReadNames({ accessKeys: names, users: names, clock: () => namesClock.nowMs }),
    pseudonyms: async () => createPseudonyms(new Uint8Array(32)),
    pseudonymizeUsers: true,
  }),
  signingKey: async () => new Uint8Array(32),
  telemetry: recordingTelemetry(),
};

/** The beginning of the day so many days ago. */
export function daysAgo(days: number): string {
  return new Date(TODAY_MS - days * DAY_MS).toISOString();
}

/** Statistics by day, and the records of the hour under way, which is marked. Returns a user of medium use. */
async function fill(): Promise<string> {
  const fold = new StatisticsFold(createPricer(SHIPPED_PRICE_BOOK));
  for (let count = 0; count < RECORDS_OF_DAY; count += 1) fold.add(realisticRecord(TODAY_MS));
  const folded = fold.result();
  const medium = [...folded.user.keys()][100] ?? '';
  const bucketId = dateDigits(TODAY_MS - DAY_MS);
  for (const [partition, ids] of [
    [USER_PARTITION, folded.user.keys()],
    [ACCESS_KEY_LIST_PARTITION, folded.access_key.keys()],
  ] as const) {
    for (const id of ids) {
      const Item = { ...directoryKey(partition, id), name: `The name of ${id}` };
      await table.client.send(new PutCommand({ TableName: 'statistics', Item }));
    }
  }
  for (const dimension of DIMENSIONS) {
    const key = { period: 'day', bucketId, dimension } as const;
    for (const [id, statistics] of folded[dimension])
      await store.putStatistics({ ...key, id, statistics }, undefined);
    for (let age = 2; age <= DAYS; age += 1) {
      const other = { ...key, bucketId: dateDigits(TODAY_MS - age * DAY_MS) };
      const wanted = (sortKey: string) =>
        age <= LISTED_DAYS || dimension === 'all' || sortKey === statisticsSortKey(medium);
      table.copy(statisticsPartition(key), statisticsPartition(other), wanted);
    }
  }
  const lists = { period: 'day', bucketId, dimension: 'list' } as const;
  const yesterday = calendar.bucketAt('day', TODAY_MS - DAY_MS);
  for (const name of LISTS)
    await store.putStatistics({ ...listKey(yesterday, name), statistics: listOf(folded, name) }, undefined);
  for (let age = 2; age <= LISTED_DAYS; age += 1) {
    const other = { ...lists, bucketId: dateDigits(TODAY_MS - age * DAY_MS) };
    table.copy(statisticsPartition(lists), statisticsPartition(other));
  }
  const hourMs = TODAY_MS + 12 * HOUR_MS;
  const stepMs = HOUR_MS / RECORDS_PER_HOUR;
  const records = Array.from({ length: RECORDS_PER_HOUR }, (_, index) =>
    realisticRecord(hourMs + Math.floor(index * stepMs)),
  );
  for (const [sliceMs, ofSlice] of Map.groupBy(records, ({ occurredAtMs }) => sliceStart(occurredAtMs))) {
    for (let start = 0; start < ofSlice.length; start += RECORDS_PER_SEGMENT)
      await store.putSegment(sliceMs, ofSlice.slice(start, start + RECORDS_PER_SEGMENT));
  }
  const hour = { period: 'hour', bucketId: `${dateDigits(TODAY_MS)}12` } as const;
  await store.putMark({ ...hour, token: 'token', firstMarkedAtMs: hourMs + SLICE_MS });
  return medium;
}

function dateDigits(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10).replaceAll('-', '');
}
