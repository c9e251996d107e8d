/*
 * Rankings of a company of 1,000 access keys and 10,000 users over two years, with 200,000 records a day, so that each user has 14
 * pairs of model and feature a day: from lists, and from all items, as where there are no lists. Counts read units, and compares
 * the times of both within one run. Fails if answers differ or a limit is exceeded. Takes some minutes and 3 GB.
 * Run: node bench/rankings.ts
 */
import { createDynamoLedgerStore, statisticsPartition } from '@token-ledger/aws';
import {
  Calendar,
  createPricer,
  createReadPrices,
  DAY_MS,
  DIMENSIONS,
  type FoldedStatistics,
  type LedgerStore,
  LISTS,
  listKey,
  listOf,
  MEASURE_NAMES,
  type Measures,
  type ReadDeps,
  readOverview,
  readTopConsumers,
  readTrends,
  SHIPPED_PRICE_BOOK,
  type Statistics,
  StatisticsFold,
} from '@token-ledger/core';
import { InMemoryPriceStore } from '@token-ledger/in-memory';
import { Random } from '../scripts/random.ts';
import { ItemTable } from './item-table.ts';
import { realisticRecord } from './realistic-records.ts';

const KEYS = 1_000;
const USERS = 10_000;
const RECORDS_OF_DAY = 200_000;
const DAYS_OF_MONTH = 30;
const NOW_MS = Date.UTC(2026, 10, 21);
const FROM_MS = Date.UTC(2024, 10, 1);
const RUNS = 5;
/** What takes so long is not repeated. */
const SLOW_MS = 2_000;
const MODEL = 'claude-opus-5-20260510';

const calendar = new Calendar('UTC');
const table = new ItemTable();
const store = createDynamoLedgerStore({
  client: table.client,
  ledgerTable: 'statistics',
  recordsTable: 'records',
  retention: () => ({ retentionDays: 90 }),
});
const user = await fill();

const withoutLists: LedgerStore = {
  ...store,
  getExcerpts: (keys, cells) =>
    store.getExcerpts(
      keys.filter(({ dimension }) => dimension !== 'list'),
      cells,
    ),
};
const month = { fromMs: Date.UTC(2026, 9, 1), toMs: Date.UTC(2026, 10, 1) };
const thirtyDays = { fromMs: Date.UTC(2026, 9, 16), toMs: Date.UTC(2026, 10, 15) };
const twoYears = { fromMs: FROM_MS, toMs: Date.UTC(2026, 10, 1) };
const models = new Set([MODEL]);
const features = new Set(['code_review']);
const EVERYTHING = { kind: 'everything' } as const;
const top =
  (kind: 'user' | 'access_key', span: typeof month, filter = {}) =>
  (deps: ReadDeps) =>
    readTopConsumers(deps, EVERYTHING, {
      kind,
      sort: 'cost',
      minTokens: 0n,
      minRequests: 0n,
      limit: 10,
      ...span,
      ...filter,
    });

console.log('what'.padEnd(46), 'from lists'.padEnd(24), 'from all items');
const exceeded = [
  await compare('top 10 of 10,000 users, a month', 150, top('user', month)),
  await compare('top 10 of 1,000 keys, a month', 40, top('access_key', month)),
  await compare('top 10 of 10,000 users, any 30 days', 3_500, top('user', thirtyDays)),
  await compare('top 10 of 10,000 users, two years', 3_500, top('user', twoYears)),
  await compare('the month, of one model', 600, top('user', month, { models })),
  await compare('the month, of one feature', 900, top('user', month, { features })),
  await compare('the month, of one model and feature', Infinity, top('user', month, { models, features })),
  await compare('any 30 days, of one model', 15_000, top('user', thirtyDays, { models })),
  await compare('overview of the month', 200, (deps) => readOverview(deps, EVERYTHING, month)),
  await compare('trend of a user, two years by day, of one model', Infinity, (deps) =>
    readTrends(deps, EVERYTHING, { dimension: 'user', id: user, period: 'day', ...twoYears, models }),
  ),
];
if (exceeded.some(Boolean)) throw new Error('A limit was exceeded.');

/** A day and a month of statistics, copied to all the others. Returns a user of medium use. */
async function fill(): Promise<string> {
  const random = new Random(7);
  const fold = new StatisticsFold(createPricer(SHIPPED_PRICE_BOOK));
  const [keys, users] = [idsOf('ak', KEYS, random), idsOf('user', USERS, random)];
  for (let count = 0; count < RECORDS_OF_DAY; count += 1) {
    const ids = { accessKeyId: random.pickSkewed(keys), userId: random.pickSkewed(users) };
    fold.add({ ...realisticRecord(NOW_MS), ...ids });
  }
  const day = fold.result();
  const days = calendar.bucketsBetween('day', FROM_MS, NOW_MS);
  const months = calendar.bucketsBetween('month', FROM_MS, Date.UTC(2026, 10, 1));
  // Items of days that only a trend reads would fill the memory.
  const ranked = (startMs: number) => startMs >= Date.UTC(2026, 9, 1);
  const medium = users[USERS / 4] ?? '';
  for (const [buckets, folded] of [
    [days, day],
    [months, timesThirty(day)],
  ] as const) {
    const last = buckets.at(-1);
    if (!last) continue;
    for (const dimension of DIMENSIONS) {
      const key = { period: last.period, bucketId: last.id, dimension };
      for (const [id, statistics] of folded[dimension])
        await store.putStatistics({ ...key, id, statistics }, undefined);
    }
    for (const name of LISTS)
      await store.putStatistics({ ...listKey(last, name), statistics: listOf(folded, name) }, undefined);
    for (const bucket of buckets.slice(0, -1)) {
      for (const dimension of [...DIMENSIONS, 'list'] as const) {
        const of = ({ period, id }: typeof bucket) =>
          statisticsPartition({ period, bucketId: id, dimension });
        const all = bucket.period === 'month' || ranked(bucket.startMs) || dimension === 'all';
        table.copy(of(last), of(bucket), (sortKey) => all || sortKey === `i#${medium}`);
      }
    }
  }
  return medium;
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

/** Asks for the same with lists and without; both must answer the same. Returns whether lists took more units than allowed. */
async function compare(
  what: string,
  maxUnits: number,
  ask: (deps: ReadDeps) => Promise<object>,
): Promise<boolean> {
  const [lists, items] = [await time(store, ask), await time(withoutLists, ask)];
  if (lists.text !== items.text) throw new Error(`${what}: the answers differ.`);
  const show = ({ units, ms }: typeof lists) => `${units} units, ${ms.toFixed(0)} ms`;
  console.log(what.padEnd(46), show(lists).padEnd(24), show(items).padEnd(24), ratio(items.ms / lists.ms));
  return lists.units > maxUnits;
}

function ratio(times: number): string {
  return `${times.toFixed(1)} times as long`;
}

async function time(of: LedgerStore, ask: (deps: ReadDeps) => Promise<object>) {
  const deps = {
    store: of,
    clock: () => NOW_MS + DAY_MS / 2,
    calendar,
    retention: { retentionDays: 90 },
    readPrices: createReadPrices(new InMemoryPriceStore()),
  };
  const times: number[] = [];
  let answer: object = {};
  for (let run = 0; run < RUNS && (times[0] ?? 0) < SLOW_MS; run += 1) {
    table.readUnits = 0;
    const { user: before } = process.cpuUsage();
    answer = await ask(deps);
    times.push((process.cpuUsage().user - before) / 1000);
  }
  const text = JSON.stringify(answer, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return {
    text,
    units: table.readUnits,
    ms: times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0,
  };
}
