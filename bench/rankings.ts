/*
 * Rankings of a company of 1,000 access keys and 10,000 users over two years, with 200,000 records a day, so that each user has 14
 * pairs of model and feature a day: from lists, by an instance of the function that was asked the same before, and from all items,
 * as where there are no lists. Counts read units, and compares the times of all three within one run. Fails if answers differ or a limit is exceeded. Takes some minutes and 3 GB.
 * Run: node bench/rankings.ts
 */
import {
  Calendar,
  createReadPrices,
  DAY_MS,
  type LedgerStore,
  NO_LIST_CACHE,
  type ReadDeps,
  readOverview,
  readTopConsumers,
  readTrends,
} from '@token-ledger/core';
import { InMemoryPriceStore } from '@token-ledger/in-memory';
import { createListCache } from '../functions/query-usage/list-cache.ts';
import { cpuTimeOf, median } from './cpu-time.ts';
import { ItemTable } from './item-table.ts';
import { fillLargeCompany } from './large-company.ts';
import { ledgerStoreOver } from './statistics-items.ts';

const NOW_MS = Date.UTC(2026, 10, 21);
const FROM_MS = Date.UTC(2024, 10, 1);
const RUNS = 5;
/** What takes so long is not repeated. */
const SLOW_MS = 2_000;
const MODEL = 'claude-opus-5-20260510';

const calendar = new Calendar('UTC');
const table = new ItemTable();
const store = ledgerStoreOver(table);
const { user } = await fillLargeCompany(table, store, {
  days: calendar.bucketsBetween('day', FROM_MS, NOW_MS),
  months: calendar.bucketsBetween('month', FROM_MS, Date.UTC(2026, 10, 1)),
  isRanked: ({ startMs }) => startMs >= Date.UTC(2026, 9, 1),
});

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

console.log('what'.padEnd(46), 'from lists'.padEnd(24), 'asked again'.padEnd(24), 'from all items');
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

/** Asks for the same with lists, with lists that were read before, and without; all must answer the same. Returns whether lists took more units than allowed. */
async function compare(
  what: string,
  maxUnits: number,
  ask: (deps: ReadDeps) => Promise<object>,
): Promise<boolean> {
  const listCache = createListCache();
  const first = await time(store, ask, { listCache, runs: 1 });
  const again = await time(store, ask, { listCache });
  const [lists, items] = [await time(store, ask), await time(withoutLists, ask)];
  if ([first, again, items].some(({ text }) => text !== lists.text))
    throw new Error(`${what}: the answers differ.`);
  const show = ({ units, ms }: typeof lists) => `${units} units, ${ms.toFixed(0)} ms`;
  console.log(
    what.padEnd(46),
    show(lists).padEnd(24),
    show(again).padEnd(24),
    show(items).padEnd(24),
    ratio(items.ms / lists.ms),
  );
  return lists.units > maxUnits;
}

function ratio(times: number): string {
  return `${times.toFixed(1)} times as long`;
}

async function time(
  of: LedgerStore,
  ask: (deps: ReadDeps) => Promise<object>,
  { listCache = NO_LIST_CACHE, runs = RUNS } = {},
) {
  const deps = {
    listCache,
    store: of,
    clock: () => NOW_MS + DAY_MS / 2,
    calendar,
    retention: { retentionDays: 90 },
    readPrices: createReadPrices(new InMemoryPriceStore()),
  };
  const times: number[] = [];
  let answer: object = {};
  for (let run = 0; run < runs && (times[0] ?? 0) < SLOW_MS; run += 1) {
    table.readUnits = 0;
    const { result, microseconds } = await cpuTimeOf(() => ask(deps));
    answer = result;
    times.push(microseconds / 1000);
  }
  const text = JSON.stringify(answer, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return { text, units: table.readUnits, ms: median(times) };
}
