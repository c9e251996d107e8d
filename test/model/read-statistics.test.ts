import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  ALL_ID,
  Calendar,
  DIMENSIONS,
  type Dimension,
  dimensionId,
  FrozenPartialHourError,
  HOUR_MS,
  mergeStatistics,
  PERIODS,
  type ReadDeps,
  readStatistics,
  recordUsage,
  rollUp,
  StatisticsFold,
  type StatisticsQuery,
  type StatisticsRow,
  type UsageRecord,
} from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import { Random } from '../../scripts/random.ts';
import { ledgerOver, ROLL_UP_ALL } from '../support/ledger-over.ts';
import { shippedPricer } from '../support/prices.ts';
import { usageRecord } from '../support/records.ts';

const NOW = Date.UTC(2026, 10, 21, 12, 34, 56);
const FIRST = NOW - 50 * 24 * HOUR_MS;
const MODELS = ['claude-a', 'claude-b', 'claude-c'];
const FEATURES = ['chat', 'search', undefined];
const USERS = [
  ...Array.from({ length: 12 }, (_, index) => `u_${index}`),
  'ü/#~',
  '\u{1f600}',
  '\u{ffee}',
  undefined,
];

/** A ledger some of whose hours are rolled up, some marked again by late records, some open. */
async function filledLedger(random: Random, calendar: Calendar) {
  const store = createInMemoryLedgerStore({ pageSize: 3 });
  const records: UsageRecord[] = [];
  let nowMs = FIRST;
  const deps = ledgerOver(store, () => nowMs, calendar);
  for (let batch = 0; batch < 60; batch += 1) {
    nowMs = FIRST + ((NOW - FIRST) * (batch + 1)) / 60;
    const added = Array.from({ length: 20 }, () => randomRecord(random, nowMs));
    records.push(...added);
    await recordUsage(deps, [...added, random.pick(records)]);
    if (batch % 7 === 0) await rollUp(deps, ROLL_UP_ALL);
  }
  return { deps: { ...deps, clock: () => NOW } satisfies ReadDeps, records };
}

function randomRecord(random: Random, nowMs: number): UsageRecord {
  const {
    userId: _,
    feature: __,
    ...record
  } = usageRecord({
    occurredAtMs: nowMs - Math.floor(random.next() ** 4 * (nowMs - FIRST + HOUR_MS)),
    accessKeyId: `ak_${random.below(4)}`,
    model: random.pick(MODELS),
    status: random.pick(['ok', 'error', 'partial']),
  });
  const userId = random.pick(USERS);
  const feature = random.pick(FEATURES);
  return { ...record, ...(userId ? { userId } : {}), ...(feature ? { feature } : {}) };
}

/** The answer by definition: a fold of the records, without any of the ledger's machinery. */
function expectedRows(records: readonly UsageRecord[], query: StatisticsQuery, calendar: Calendar) {
  const matching = records.filter(
    (record) =>
      record.occurredAtMs >= query.fromMs &&
      record.occurredAtMs < query.toMs &&
      (query.models?.has(record.model) ?? true) &&
      (query.features?.has(record.feature ?? '-') ?? true) &&
      (query.id === undefined || dimensionId(query.dimension, record) === query.id),
  );
  const buckets = Map.groupBy(
    matching,
    ({ occurredAtMs }) => calendar.bucketAt(query.period, occurredAtMs).id,
  );
  return [...buckets].toSorted(byBytes).flatMap(([bucketId, ofBucket]) => {
    const fold = new StatisticsFold(shippedPricer);
    for (const record of ofBucket) fold.add(record);
    const statistics = [...fold.result()[query.dimension]].toSorted(byBytes);
    return statistics.map(([id, sums]) => ({ bucketId, id, statistics: sums }));
  });
}

function byBytes([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function randomQuery(random: Random, records: readonly UsageRecord[]): StatisticsQuery {
  const dimension: Dimension = random.pick(DIMENSIONS);
  const align = random.pick([1, 60_000, HOUR_MS, 24 * HOUR_MS]);
  const at = () => Math.floor((FIRST + random.next() * (NOW + HOUR_MS - FIRST)) / align) * align;
  const [a, b] = [at(), at()];
  const id = dimension === 'all' ? ALL_ID : dimensionId(dimension, random.pick(records));
  return {
    dimension,
    ...(random.chance(0.5) ? { id } : {}),
    period: random.pick(PERIODS),
    fromMs: Math.min(a, b),
    toMs: Math.max(a, b) + 1,
    ...(random.chance(0.3) ? { models: new Set([random.pick(MODELS)]) } : {}),
    ...(random.chance(0.3) ? { features: new Set(['chat', '-']) } : {}),
    limit: random.pick([3, 50, 100_000]),
  };
}

async function allPages(deps: ReadDeps, query: StatisticsQuery): Promise<StatisticsRow[]> {
  const rows: StatisticsRow[] = [];
  let page = await readStatistics(deps, query);
  rows.push(...page.rows);
  while (page.next) {
    expect(page.rows).toHaveLength(query.limit);
    page = await readStatistics(deps, { ...query, after: page.next });
    rows.push(...page.rows);
  }
  return rows;
}

describe.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata'])('readStatistics with days of %s', (timeZone) => {
  const calendar = new Calendar(timeZone);
  const random = new Random(20261121);
  let deps: ReadDeps;
  let records: readonly UsageRecord[];

  beforeAll(async () => {
    ({ deps, records } = await filledLedger(random, calendar));
  });

  it('answers any query, page by page, as a plain fold of the records does', async () => {
    for (let round = 0; round < 60; round += 1) {
      const query = randomQuery(random, records);
      const rows = await allPages(deps, query);
      expect(rows.map(({ bucket, id, statistics }) => ({ bucketId: bucket.id, id, statistics }))).toEqual(
        expectedRows(records, query, calendar),
      );
    }
  });

  it('adds up: keys to users to everything, and any two parts of a range to the whole', async () => {
    const sum = async (query: Partial<StatisticsQuery>) => {
      const range = { fromMs: FIRST, toMs: NOW, period: 'month', dimension: 'all', limit: 100_000 } as const;
      const rows = await allPages(deps, { ...range, ...query });
      return mergeStatistics(rows.map(({ statistics }) => statistics));
    };
    const whole = await sum({});
    expect(whole.count).toBeGreaterThan(1000);
    for (const dimension of DIMENSIONS) {
      for (const period of PERIODS) expect(await sum({ dimension, period })).toEqual(whole);
    }
    for (let round = 0; round < 10; round += 1) {
      const middle = FIRST + random.below(NOW - FIRST);
      expect(mergeStatistics([await sum({ toMs: middle }), await sum({ fromMs: middle })])).toEqual(whole);
    }
  });

  it('says which hours it folded itself', async () => {
    const { pendingHours, inexactHours } = await readStatistics(deps, {
      dimension: 'all',
      period: 'hour',
      fromMs: FIRST,
      toMs: NOW,
      limit: 1,
    });
    expect(pendingHours.length).toBeGreaterThan(0);
    expect(inexactHours).toEqual([]);
  });

  it('answers the oldest pending hours from their statistics once the budget for live folds is used up', async () => {
    const query = {
      dimension: 'all',
      id: ALL_ID,
      period: 'month',
      fromMs: FIRST,
      toMs: NOW,
      limit: 10,
    } as const;
    const { inexactHours, pendingHours } = await readStatistics({ ...deps, maxLiveRecords: 5 }, query);
    expect(inexactHours.length).toBeGreaterThan(0);
    expect(inexactHours.length).toBeLessThan(pendingHours.length);
    expect(pendingHours).toEqual(expect.arrayContaining([...inexactHours]));
  });

  it('answers whole frozen hours and refuses a part of one', async () => {
    const late = { ...deps, clock: () => NOW + 60 * 24 * HOUR_MS };
    const hour = calendar.bucketAt('hour', FIRST + HOUR_MS);
    const query = {
      dimension: 'all',
      period: 'hour',
      fromMs: hour.startMs,
      toMs: hour.endMs,
      limit: 10,
    } as const;
    await expect(readStatistics(late, query)).resolves.toMatchObject({ pendingHours: [] });
    await expect(readStatistics(late, { ...query, toMs: hour.endMs - 1 })).rejects.toThrow(
      FrozenPartialHourError,
    );
  });
});
