import { PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  ACCESS_KEY_LIST_PARTITION,
  createDynamoLedgerStore,
  createDynamoNames,
  directoryKey,
  statisticsPartition,
  USER_PARTITION,
} from '@token-ledger/aws';
import {
  Calendar,
  createPricer,
  createReadPrices,
  DAY_MS,
  DIMENSIONS,
  LISTS,
  listKey,
  listOf,
  SHIPPED_PRICE_BOOK,
  StatisticsFold,
} from '@token-ledger/core';
import { InMemoryPriceStore } from '@token-ledger/in-memory';
import { createPseudonyms } from '@token-ledger/secrets';
import { createHandler } from '../../functions/query-usage/handler.ts';
import { createShownIdsOf } from '../../functions/shared/http/shown-ids.ts';
import { createReadNames } from '../../functions/shared/names.ts';
import { httpEvent, lambdaContext } from '../../test/support/http-event.ts';
import { recordingTelemetry } from '../../test/support/recording-telemetry.ts';
import { ItemTable } from '../item-table.ts';
import { realisticRecord } from '../realistic-records.ts';
import type { MeasurePart } from '../report/part.ts';

const DAYS = 30;
const TODAY_MS = Date.UTC(2026, 10, 21);
const SIZES = [100_000, 10_000_000] as const;

type Query = Readonly<Record<string, string>>;

/** Queries over thirty days of a hundred thousand and of ten million records. */
export const measure: MeasurePart = async ({ quick }) => {
  const runs = quick ? 3 : 30;
  // The compiler's work is done before anything is measured.
  await answersOver(SIZES[0], quick ? 1 : 5);
  const [small, large] = [await answersOver(SIZES[0], runs), await answersOver(SIZES[1], runs)];
  const rows = small.map((of100k, index) => {
    const of10m = large[index];
    if (!of10m) throw new Error('A query was not measured.');
    return [of100k.what, of100k.ms, of10m.ms, (of10m.ms / of100k.ms).toFixed(1), of100k.units, of10m.units];
  });
  return {
    title: 'Queries at 100,000 and 10 million records',
    method: `Processor time and read units of the deployed handler over items as DynamoDB returns them; the median of ${runs}. Thirty days that are rolled up, of 100 access keys, 1,000 users, 5 models and 8 features. The records of one day are folded as the roll-up does, and their statistics stand in every day: so ten million are there as statistics, as they are in a deployed ledger, and not record by record. A hundred times the records take no more than the pairs of model and feature that the users of a day have more.`,
    tables: [
      {
        columns: ['query', '10⁵: CPU, ms', '10⁷: CPU, ms', 'ratio', '10⁵: read units', '10⁷: read units'],
        rows,
      },
    ],
    counted: Object.fromEntries(
      large.map(({ what, units }) => [`read units at 10 million records: ${what}`, units]),
    ),
  };
};

async function answersOver(records: number, runs: number) {
  const { ask, user } = await companyOf(records);
  const thirtyDays = {
    from: new Date(TODAY_MS - DAYS * DAY_MS).toISOString(),
    to: new Date(TODAY_MS).toISOString(),
  };
  const queries: readonly (readonly [what: string, path: string, query: Query])[] = [
    ['30 daily points of a user', '/v1/statistics', { dimension: 'user', id: user, ...thirtyDays }],
    ['30 days by model', '/v1/trends', { period: 'day', splitBy: 'model', ...thirtyDays }],
    ['top 10 users', '/v1/top-consumers', { dimension: 'user', limit: '10', ...thirtyDays }],
    ['top 10 access keys', '/v1/top-consumers', { dimension: 'access_key', limit: '10', ...thirtyDays }],
    ['overview', '/v1/overview', thirtyDays],
  ];
  const answers = [];
  for (const [what, path, query] of queries) answers.push({ what, ...(await ask(path, query, runs)) });
  return answers;
}

/** A company with so many records in thirty days. */
async function companyOf(records: number) {
  const table = new ItemTable();
  const store = createDynamoLedgerStore({
    client: table.client,
    ledgerTable: 'statistics',
    recordsTable: 'records',
    retention: () => ({ retentionDays: 90 }),
  });
  const calendar = new Calendar('UTC');
  const fold = new StatisticsFold(createPricer(SHIPPED_PRICE_BOOK));
  for (let count = 0; count < records / DAYS; count += 1) fold.add(realisticRecord(TODAY_MS - DAY_MS));
  const folded = fold.result();
  const days = Array.from({ length: DAYS }, (_, age) =>
    calendar.bucketAt('day', TODAY_MS - (age + 1) * DAY_MS),
  );
  const [first, ...others] = days;
  if (!first) throw new Error('There is no day.');
  for (const dimension of DIMENSIONS)
    for (const [id, statistics] of folded[dimension])
      await store.putStatistics({ period: 'day', bucketId: first.id, dimension, id, statistics }, undefined);
  for (const name of LISTS)
    await store.putStatistics({ ...listKey(first, name), statistics: listOf(folded, name) }, undefined);
  for (const { id: bucketId } of others)
    for (const dimension of [...DIMENSIONS, 'list'] as const) {
      const key = { period: 'day', dimension } as const;
      table.copy(
        statisticsPartition({ ...key, bucketId: first.id }),
        statisticsPartition({ ...key, bucketId }),
      );
    }
  for (const [partition, ids] of [
    [USER_PARTITION, folded.user.keys()],
    [ACCESS_KEY_LIST_PARTITION, folded.access_key.keys()],
  ] as const)
    for (const id of ids)
      await table.client.send(
        new PutCommand({
          TableName: 'statistics',
          Item: { ...directoryKey(partition, id), name: `Name of ${id}` },
        }),
      );
  const names = createDynamoNames({ client: table.client, ledgerTable: 'statistics' });
  const handler = createHandler({
    ledger: {
      store,
      clock: () => TODAY_MS + DAY_MS / 2,
      calendar,
      retention: { retentionDays: 90 },
      readPrices: createReadPrices(new InMemoryPriceStore()),
    },
    shownIdsOf: createShownIdsOf({
      readNames: createReadNames({ accessKeys: names, users: names, clock: () => TODAY_MS }),
      pseudonyms: async () => createPseudonyms(new Uint8Array(32)),
      pseudonymizeUsers: false,
    }),
    signingKey: async () => new Uint8Array(32),
    cacheTtlSeconds: 3600,
    telemetry: recordingTelemetry(),
  });
  const ask = async (path: string, query: Query, runs: number) => {
    const times: number[] = [];
    let units = 0;
    for (let run = 0; run < runs; run += 1) {
      table.readUnits = 0;
      const start = process.cpuUsage();
      const event = httpEvent({ method: 'GET', path, query, scopes: ['read'] });
      const { statusCode, body = '' } = await handler(event, lambdaContext());
      const { user, system } = process.cpuUsage(start);
      if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${body}`);
      times.push((user + system) / 1000);
      // Names are read by the first only.
      units = Math.max(units, table.readUnits);
    }
    return { ms: times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0, units };
  };
  return { ask, user: [...folded.user.keys()][100] ?? '' };
}
