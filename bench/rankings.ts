/*
 * Rankings of a company of 1,000 access keys and 10,000 users over two years, each user with up to 40 pairs of model and
 * feature every day: from lists; from all items, as where there are no lists; and with every cell unpacked, as it was before
 * there were any. Counts read units, and compares the times within one run. Fails if a limit is exceeded.
 * Run: node bench/rankings.ts [records of a day]
 */
import { createDynamoLedgerStore, statisticsPartition } from '@token-ledger/aws';
import {
  Calendar,
  createPricer,
  createReadPrices,
  DAY_MS,
  DIMENSIONS,
  type FoldedStatistics,
  filterCells,
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
  totalMeasures,
} from '@token-ledger/core';
import { InMemoryPriceStore } from '@token-ledger/in-memory';
import { Random } from '../scripts/random.ts';
import { ItemTable } from './item-table.ts';
import { realisticRecord } from './realistic-records.ts';

const KEYS = 1_000;
const USERS = 10_000;
const RECORDS_OF_DAY = Number(process.argv[2] ?? 1_000_000);
const DAYS_OF_MONTH = 30;
const NOW_MS = Date.UTC(2026, 10, 21);
const FROM_MS = Date.UTC(2024, 10, 1);
const RUNS = 5;
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
const unpacking: LedgerStore = {
  ...withoutLists,
  async listTotals(bucket, { afterId, cells = {} } = {}) {
    const page = await store.listStatistics(bucket, {
      consistent: true,
      ...(afterId !== undefined && { afterId }),
    });
    const items = page.items.map(({ id, statistics }) => {
      return { id, totals: totalMeasures(filterCells(statistics, cells)) };
    });
    return { ...page, items };
  },
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

console.log('what'.padEnd(44), 'from lists'.padEnd(26), 'from all items'.padEnd(28), 'every cell unpacked');
const exceeded = [
  await compare('top 10 of 10,000 users, a month', 400, top('user', month)),
  await compare('top 10 of 1,000 keys, a month', 60, top('access_key', month)),
  await compare('top 10 of 10,000 users, any 30 days', 4_000, top('user', thirtyDays)),
  await compare('top 10 of 10,000 users, two years', 4_000, top('user', twoYears)),
  await compare('the month, of one model', 1_000, top('user', month, { models }), true),
  await compare('the month, of one feature', 1_000, top('user', month, { features }), true),
  await compare(
    'the month, of one model and feature',
    Infinity,
    top('user', month, { models, features }),
    true,
  ),
  await compare('any 30 days, of one model', 20_000, top('user', thirtyDays, { models })),
  await compare('overview of the month', 800, (deps) => readOverview(deps, EVERYTHING, month)),
  await compare('trend of a user, two years by day, one model', Infinity, (deps) =>
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
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  return Array.from(
    { length: count },
    () => `${prefix}_${Array.from({ length: 17 }, () => random.pick([...alphabet])).join('')}`,
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

/** Asks all three the same; they must answer the same. Returns whether the lists took more units than allowed. */
async function compare(
  what: string,
  maxUnits: number,
  ask: (deps: ReadDeps) => Promise<object>,
  unpacked = false,
): Promise<boolean> {
  const results: Awaited<ReturnType<typeof time>>[] = [];
  for (const of of unpacked ? [store, withoutLists, unpacking] : [store, withoutLists])
    results.push(await time(of, ask));
  const [first] = results;
  for (const { text } of results) if (text !== first?.text) throw new Error(`${what}: the answers differ.`);
  const show = (result: (typeof results)[number] | undefined) =>
    result && first
      ? `${result.units} units, ${result.ms.toFixed(0)} ms${result === first ? '' : ` (${(result.ms / first.ms).toFixed(1)}x)`}`
      : '';
  console.log(what.padEnd(44), show(first).padEnd(26), show(results[1]).padEnd(28), show(results[2]));
  return (first?.units ?? 0) > maxUnits;
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
  for (let run = 0; run < RUNS; run += 1) {
    table.readUnits = 0;
    const { user: before } = process.cpuUsage();
    answer = await ask(deps);
    times.push((process.cpuUsage().user - before) / 1000);
  }
  const text = JSON.stringify(answer, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return { text, units: table.readUnits, ms: times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0 };
}
