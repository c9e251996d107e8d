/*
 * What questions take: the functions that answer them, in this process, over items as DynamoDB would hand them over, of
 * a company of a million records a day (100 access keys, 1,000 users, 5 models, 8 features). Fails if a limit is exceeded.
 * Run: node bench/queries.ts
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
import { createHandler as createQueryRecords } from '../functions/query-records/handler.ts';
import { createHandler as createQueryUsage } from '../functions/query-usage/handler.ts';
import { createShownIdsOf } from '../functions/shared/http/shown-ids.ts';
import { createReadNames } from '../functions/shared/names.ts';
import { httpEvent, lambdaContext } from '../test/support/http-event.ts';
import { recordingTelemetry } from '../test/support/recording-telemetry.ts';
import { ItemTable } from './item-table.ts';
import { realisticRecord } from './realistic-records.ts';

const TODAY_MS = Date.UTC(2026, 10, 21);
const NOW_MS = TODAY_MS + 12 * HOUR_MS + HOUR_MS - 60_000;
const DAYS = 180;
const LISTED_DAYS = 31;
/** Of a day, so many records decide which cells there are: enough that nearly all of them are. */
const RECORDS_OF_DAY = 300_000;
const RECORDS_PER_HOUR = 41_667;
const RECORDS_PER_SEGMENT = 29;
const RUNS = 30;
const VIEWER = { kind: 'person', subject: 'viewer', role: 'viewer' } as const;

const calendar = new Calendar('UTC');
const table = new ItemTable();
const store = createDynamoLedgerStore({
  client: table.client,
  ledgerTable: 'statistics',
  recordsTable: 'records',
  retention: () => ({ retentionDays: 90 }),
});
const user = await fill();
const ledger = {
  store,
  clock: () => NOW_MS,
  newToken: () => 'token',
  calendar,
  retention: { retentionDays: 90 },
  readPrices: createReadPrices(new InMemoryPriceStore()),
};
const names = createDynamoNames({ client: table.client, ledgerTable: 'statistics' });
/** Moved on between questions, so that no name is remembered. */
const namesClock = { nowMs: NOW_MS };
const common = {
  ledger,
  shownIdsOf: createShownIdsOf({
    readNames: createReadNames({ accessKeys: names, users: names, clock: () => namesClock.nowMs }),
    pseudonyms: async () => createPseudonyms(new Uint8Array(32)),
    pseudonymizeUsers: true,
  }),
  signingKey: async () => new Uint8Array(32),
  telemetry: recordingTelemetry(),
};
const queryUsage = createQueryUsage({ ...common, cacheTtlSeconds: 3600 });
const queryRecords = createQueryRecords({ ...common, lateLimitDays: 35 });

const day = (daysAgo: number) => new Date(TODAY_MS - daysAgo * DAY_MS).toISOString();
const thirtyDays = { from: day(30), to: day(0), limit: '10' };
const worst = [
  await measure('90 daily points of a user', 10, '/v1/statistics', {
    dimension: 'user',
    id: user,
    from: day(90),
    to: day(0),
  }),
  await measure('1,000 users in a day', Infinity, '/v1/statistics', {
    dimension: 'user',
    from: day(1),
    to: day(0),
    limit: '1000',
  }),
  await measure(
    'the same, by pseudonyms',
    Infinity,
    '/v1/statistics',
    {
      dimension: 'user',
      from: day(1),
      to: day(0),
      limit: '1000',
    },
    VIEWER,
  ),
  await measure('90 daily points, and the 90 before', 20, '/v1/trends', {
    dimension: 'user',
    id: user,
    period: 'day',
    from: day(90),
    to: day(0),
  }),
  await measure('top 10 of 1,000 users, 30 days', 250, '/v1/top-consumers', thirtyDays),
  await measure('the same, until now', Infinity, '/v1/top-consumers', { from: day(30), limit: '10' }),
  await measure('the same, of one model', 500, '/v1/top-consumers', {
    ...thirtyDays,
    models: 'claude-opus-5-20260510',
  }),
  await measure('top 5 models, 30 days', 50, '/v1/top-consumers', { ...thirtyDays, dimension: 'model' }),
  await measure('overview of 30 days', 500, '/v1/overview', { from: day(30), to: day(0) }),
  await measure('50 raw records', 60, '/v1/records', { from: day(1), limit: '50' }),
  await measure('50 raw records of a user', Infinity, '/v1/records', {
    from: day(1),
    limit: '50',
    userId: user,
  }),
];
if (worst.some((exceeded) => exceeded)) throw new Error('A limit was exceeded.');

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
    for (let daysAgo = 2; daysAgo <= DAYS; daysAgo += 1) {
      const other = { ...key, bucketId: dateDigits(TODAY_MS - daysAgo * DAY_MS) };
      const wanted = (sortKey: string) =>
        daysAgo <= LISTED_DAYS || dimension === 'all' || sortKey === statisticsSortKey(medium);
      table.copy(statisticsPartition(key), statisticsPartition(other), wanted);
    }
  }
  const lists = { period: 'day', bucketId, dimension: 'list' } as const;
  const yesterday = calendar.bucketAt('day', TODAY_MS - DAY_MS);
  for (const name of LISTS)
    await store.putStatistics({ ...listKey(yesterday, name), statistics: listOf(folded, name) }, undefined);
  for (let daysAgo = 2; daysAgo <= LISTED_DAYS; daysAgo += 1) {
    const other = { ...lists, bucketId: dateDigits(TODAY_MS - daysAgo * DAY_MS) };
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

/** Asks often enough to tell the median; says whether that exceeds the limit. */
async function measure(
  what: string,
  limitMs: number,
  path: string,
  query: Readonly<Record<string, string>>,
  person?: typeof VIEWER,
): Promise<boolean> {
  const handler = path === '/v1/records' ? queryRecords : queryUsage;
  const times: number[] = [];
  const cpuTimes: number[] = [];
  let answerBytes = 0;
  for (let run = 0; run < RUNS; run += 1) {
    [table.readUnits, table.calls] = [0, 0];
    namesClock.nowMs += 120_000;
    const [start, startCpu] = [performance.now(), process.cpuUsage()];
    const { statusCode, body = '' } = await handler(
      httpEvent({ method: 'GET', path, query, scopes: ['read'], ...(person && { person }) }),
      lambdaContext(),
    );
    times.push(performance.now() - start);
    const { user: userTime, system } = process.cpuUsage(startCpu);
    cpuTimes.push((userTime + system) / 1000);
    if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${body}`);
    answerBytes = body.length;
  }
  const [wall, cpu] = [median(times), median(cpuTimes)];
  console.log(
    what.padEnd(36),
    `${wall.toFixed(1)} ms, CPU ${cpu.toFixed(1)} ms`.padEnd(28),
    `${table.readUnits} read units in ${table.calls} calls, ${answerBytes} bytes`.padEnd(50),
    Number.isFinite(limitMs) ? `limit ${limitMs} ms` : '',
  );
  // Whatever else runs on the machine takes from the wall clock, not from the time of the processor.
  return Math.min(wall, cpu) > limitMs;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
