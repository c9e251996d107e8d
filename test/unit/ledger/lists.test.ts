import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  changeOverrides,
  DAY_MS,
  HOUR_MS,
  type LedgerStore,
  LISTED_DIMENSIONS,
  LISTS,
  listKey,
  readTopConsumers,
  reprice,
  SHIPPED_PRICE_BOOK,
  type StoredStatisticsItem,
  startRebuild,
  type TopConsumersQuery,
  type UsageRecord,
} from '@token-ledger/core';
import { AuditedLedger } from '../../support/audited-ledger.ts';
import { overriddenStore } from '../../support/overridden-store.ts';
import { NOON, usageRecord } from '../../support/records.ts';

const NOVEMBER = { fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 11, 1) };
const DAY = {
  period: 'day',
  id: '20261121',
  startMs: Date.UTC(2026, 10, 21),
  endMs: Date.UTC(2026, 10, 22),
} as const;
const MONTH = { period: 'month', id: '202611', startMs: NOVEMBER.fromMs, endMs: NOVEMBER.toMs } as const;
const OPUS = 'claude-opus-5-20260510';
const MODELS = new Set([OPUS]);
const FEATURES = new Set(['search']);
const FILTERS = [{}, { models: MODELS }, { features: FEATURES }, { models: MODELS, features: FEATURES }];

describe('lists of all access keys and users', () => {
  let ledger: AuditedLedger;
  let listedItems: number;

  beforeEach(async () => {
    ledger = new AuditedLedger();
    listedItems = 0;
    const records = Array.from({ length: 12 }, (_, index) =>
      usageRecord({
        occurredAtMs: NOON + index * HOUR_MS,
        accessKeyId: `ak_${index % 3}`,
        userId: `u_${index % 5}`,
        model: index % 2 === 0 ? OPUS : 'claude-haiku-5-5-20261007',
        feature: index % 4 < 2 ? 'search' : 'chat',
      }),
    );
    await ledger.record(...records);
    ledger.nowMs = Date.UTC(2026, 11, 3);
    await ledger.rollUp();
  });

  const ask = (query: Partial<TopConsumersQuery> = {}, store: LedgerStore = ledger.store) =>
    readTopConsumers(
      { ...ledger.deps, store },
      { kind: 'everything' },
      { kind: 'user', sort: 'cost', minTokens: 0n, minRequests: 0n, limit: 10, ...NOVEMBER, ...query },
    );
  /** The same question, and how many pages of items it read. */
  async function counted(query: Partial<TopConsumersQuery> = {}) {
    const store = overriddenStore(ledger.store, {
      listTotals: (...parameters) => {
        listedItems += 1;
        return ledger.store.listTotals(...parameters);
      },
      listStatistics: (...parameters) => {
        listedItems += 1;
        return ledger.store.listStatistics(...parameters);
      },
    });
    return ask(query, store);
  }
  const withoutLists = () =>
    overriddenStore(ledger.store, {
      getExcerpts: (keys, cells) =>
        ledger.store.getExcerpts(
          keys.filter(({ dimension }) => dimension !== 'list'),
          cells,
        ),
    });
  const requestsOf = async (query: Partial<TopConsumersQuery> = {}) =>
    Object.fromEntries((await ask(query)).consumers.map(({ id, totals }) => [id, Number(totals.requests)]));
  const read = async (name: (typeof LISTS)[number], bucket: typeof DAY | typeof MONTH = DAY) =>
    (await ledger.store.getStatistics([listKey(bucket, name)]))[0];
  async function restore(item: StoredStatisticsItem): Promise<void> {
    const [now] = await ledger.store.getStatistics([item]);
    const { version: _, ...rest } = item;
    expect(await ledger.store.putStatistics(rest, now?.version)).toBe(true);
  }
  const late = (overrides: Partial<UsageRecord> = {}) =>
    usageRecord({ occurredAtMs: NOON, userId: 'u_late', model: OPUS, feature: 'search', ...overrides });

  it('are read in place of the items of closed days and months', async () => {
    for (const kind of LISTED_DIMENSIONS) {
      for (const filter of FILTERS.slice(0, 3)) {
        await counted({ kind, ...filter });
        await counted({ kind, ...filter, toMs: Date.UTC(2026, 10, 25) });
      }
    }
    expect(listedItems).toBe(0);
  });

  it('say what the items say, for every filter, threshold and range', async () => {
    for (const kind of LISTED_DIMENSIONS) {
      for (const filter of FILTERS) {
        for (const span of [{}, { toMs: Date.UTC(2026, 10, 25) }, { fromMs: NOON + 30 * 60_000 }]) {
          const query = { kind, ...filter, ...span, minRequests: 2n, limit: 2 };
          const answer = await ask(query);
          expect(answer).toEqual(await ask(query, withoutLists()));
          expect(answer.totals.requests).toBeGreaterThan(0n);
        }
      }
    }
  });

  it('do not have pairs of model and feature: such a filter reads all items', async () => {
    await counted({ models: MODELS, features: FEATURES });
    expect(listedItems).toBeGreaterThan(0);
  });

  it('are not needed: where there are none yet, items are read, until a rebuild writes them', async () => {
    const expected = await ask();
    for (const bucket of [DAY, MONTH])
      for (const name of LISTS) ledger.store.loseStatistics(listKey(bucket, name));
    expect(await counted()).toEqual(expected);
    expect(listedItems).toBeGreaterThan(0);
    const started = await startRebuild(ledger.deps, { fromMs: DAY.startMs, toMs: DAY.endMs, repair: false });
    expect(started.kind).toBe('started');
    await ledger.rollUp();
    listedItems = 0;
    expect(await counted()).toEqual(expected);
    expect(listedItems).toBe(0);
  });

  it('are not read while they are behind, as after a version without them rolled up', async () => {
    const before = await Promise.all(LISTS.flatMap((name) => [read(name), read(name, MONTH)]));
    await ledger.record(late());
    await ledger.rollUp();
    for (const item of before) await restore(item as StoredStatisticsItem);
    for (const filter of FILTERS) expect(await requestsOf(filter)).toMatchObject({ u_late: 1 });
  });

  it('are not read while they have other prices', async () => {
    const before = await read({ dimension: 'user' }, MONTH);
    const prices = { store: ledger.prices, clock: ledger.deps.clock, shipped: SHIPPED_PRICE_BOOK };
    await changeOverrides(prices, [{ model: OPUS, listPrices: { input: '1000', output: '1000' } }]);
    await reprice(ledger.deps, { fromMs: DAY.startMs, toMs: DAY.endMs });
    await ledger.rollUp();
    const repriced = await ask();
    listedItems = 0;
    expect((await counted()).totals.cost).toBe(repriced.totals.cost);
    expect(listedItems).toBe(0);
    await restore(before as StoredStatisticsItem);
    expect((await ask()).totals).toEqual(repriced.totals);
    expect(repriced.totals.cost).toBeGreaterThan(1_000_000_000n);
  });

  it('count late records, as items do', async () => {
    await ledger.record(late());
    expect(await requestsOf()).toMatchObject({ u_late: 1 });
    await ledger.rollUp();
    await counted();
    expect(listedItems).toBe(0);
    expect(await requestsOf({ models: MODELS })).toMatchObject({ u_late: 1 });
  });

  it('forget an erased user', async () => {
    await ledger.erase('u_1');
    await ledger.rollUp();
    expect(await requestsOf()).not.toHaveProperty('u_1');
    for (const name of LISTS)
      for (const bucket of [DAY, MONTH])
        expect(
          JSON.stringify((await read(name, bucket))?.statistics.cells.map(({ model }) => model)),
        ).not.toContain('u_1"');
    expect(await ledger.audit({ fromMs: NOVEMBER.fromMs, toMs: NOVEMBER.toMs })).toMatchObject({
      differences: 0,
    });
  });

  it('are written again by a repair, also those that are right: a run that read what was corrected must fail', async () => {
    const versions = async () =>
      (await Promise.all(LISTS.map((name) => read(name)))).map((item) => item?.version);
    const before = await versions();
    await startRebuild(ledger.deps, { fromMs: DAY.startMs, toMs: DAY.endMs, repair: false });
    await ledger.rollUp();
    expect(await versions()).toEqual(before);
    ledger.nowMs += DAY_MS;
    await startRebuild(ledger.deps, { fromMs: DAY.startMs, toMs: DAY.endMs, repair: true });
    await ledger.rollUp();
    for (const [index, version] of (await versions()).entries()) expect(version).not.toBe(before[index]);
  });

  it('keep the mark while a list could not be written', async () => {
    await ledger.record(late());
    const refusing = overriddenStore(ledger.store, {
      putStatistics: (item, replaces) =>
        item.dimension === 'list' && item.period === 'day'
          ? Promise.resolve(false)
          : ledger.store.putStatistics(item, replaces),
    });
    await ledger.rollUp(refusing);
    expect(await ledger.marks('day')).toEqual(['20261121']);
    await ledger.rollUp();
    expect(await ledger.marks('day')).toEqual([]);
  });
});

describe('lists by model and by feature', () => {
  const BREAKDOWN = { dimension: 'user', breakdown: 'model' } as const;

  it('are not written for late records of the day that ended last, and answers stay exact', async () => {
    const ledger = new AuditedLedger();
    const listed = async () => (await ledger.store.getExcerpts([listKey(DAY, BREAKDOWN)]))[0]?.count;
    const ranked = async () => {
      const span = { fromMs: DAY.startMs, toMs: DAY.endMs, models: MODELS };
      const query = {
        kind: 'user',
        sort: 'cost',
        minTokens: 0n,
        minRequests: 0n,
        limit: 10,
        ...span,
      } as const;
      return (await readTopConsumers(ledger.deps, { kind: 'everything' }, query)).totals.requests;
    };
    const rollUpAt = async (nowMs: number) => {
      ledger.nowMs = nowMs;
      await ledger.rollUp();
    };
    await ledger.record(usageRecord({ model: OPUS }));
    await rollUpAt(DAY.endMs + HOUR_MS);
    expect([await listed(), await ranked()]).toEqual([1, 1n]);
    await ledger.record(usageRecord({ model: OPUS }));
    await rollUpAt(DAY.endMs + DAY_MS - 1);
    expect([await listed(), await ranked()]).toEqual([1, 2n]);
    expect((await ledger.store.getExcerpts([listKey(DAY, { dimension: 'user' })]))[0]?.count).toBe(2);
    // The nightly sweep has the day recomputed.
    ledger.nowMs = DAY.endMs + DAY_MS;
    await ledger.sweep(72);
    await ledger.rollUp();
    expect([await listed(), await ranked()]).toEqual([2, 2n]);
  });
});

describe('lists of hours', () => {
  const HOUR = { ...DAY, period: 'hour', id: '2026112112', startMs: NOON, endMs: NOON + HOUR_MS } as const;
  const TODAY = { fromMs: DAY.startMs, toMs: NOON + 3 * HOUR_MS };
  let ledger: AuditedLedger;

  const rollUpAt = async (nowMs: number) => {
    ledger.nowMs = nowMs;
    await ledger.rollUp();
  };
  const listed = async () =>
    (await ledger.store.getExcerpts([listKey(HOUR, { dimension: 'user' })]))[0]?.count;
  /** How many requests the ranking of the day under way has, and from how many hours it read all items. */
  async function ranked(filter: Partial<TopConsumersQuery> = {}) {
    const readByItem = new Set<string>();
    const store = overriddenStore(ledger.store, {
      listTotals: (bucket, ...options) => {
        readByItem.add(bucket.bucketId);
        return ledger.store.listTotals(bucket, ...options);
      },
      listStatistics: (bucket, ...options) => {
        readByItem.add(bucket.bucketId);
        return ledger.store.listStatistics(bucket, ...options);
      },
    });
    const query = { kind: 'user', sort: 'cost', minTokens: 0n, minRequests: 0n, limit: 10 } as const;
    const { totals } = await readTopConsumers(
      { ...ledger.deps, store },
      { kind: 'everything' },
      { ...query, ...TODAY, ...filter },
    );
    return { requests: totals.requests, readByItem: readByItem.size };
  }

  beforeEach(async () => {
    ledger = new AuditedLedger();
    await ledger.record(
      ...Array.from({ length: 4 }, (_, index) => usageRecord({ userId: `u_${index}`, model: OPUS })),
    );
    await rollUpAt(HOUR.endMs + 5 * 60_000);
  });

  it('are read in place of the items, also of a day under way', async () => {
    expect(await ranked()).toEqual({ requests: 4n, readByItem: 0 });
  });

  it('are of totals only: a filter reads the items', async () => {
    expect(await ranked({ models: MODELS })).toEqual({ requests: 4n, readByItem: 1 });
    const { items } = await ledger.store.listStatistics({ ...HOUR, bucketId: HOUR.id, dimension: 'list' });
    expect(items.map(({ id }) => id)).toEqual(['access_key', 'user']);
  });

  it('follow late records while the day is under way', async () => {
    await ledger.record(usageRecord({ userId: 'u_late' }));
    await rollUpAt(DAY.endMs - 1);
    expect(await listed()).toBe(5);
    expect(await ranked()).toEqual({ requests: 5n, readByItem: 0 });
  });

  it('stay behind once the day is over, and are not read then', async () => {
    await ledger.record(usageRecord({ userId: 'u_late' }));
    await rollUpAt(DAY.endMs);
    expect(await listed()).toBe(4);
    expect(await ranked()).toEqual({ requests: 5n, readByItem: 1 });
  });

  it('are written by a repair at any time', async () => {
    ledger.nowMs = DAY.endMs + DAY_MS;
    await ledger.record(usageRecord({ userId: 'u_late' }));
    await startRebuild(ledger.deps, { fromMs: HOUR.startMs, toMs: HOUR.endMs, repair: true });
    await ledger.rollUp();
    expect(await listed()).toBe(5);
  });
});
