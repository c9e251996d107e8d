import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  findMatchingRecords,
  HOUR_MS,
  type ReadBudget,
  type RecordFilter,
  type RecordsQuery,
  readRecords,
  readVisibleStatistics,
  recordUsage,
  rollUp,
  type UsageRecord,
  type Visibility,
} from '@token-ledger/core';
import type { Random } from '../../scripts/random.ts';
import {
  ACCESS_KEYS,
  type AskedLedger,
  askedLedger,
  DEPLOYMENTS,
  FEATURES,
  FIRST,
  MODELS,
  NOW,
  randomRecord,
  USERS,
} from '../support/asked-ledger.ts';
import { matching, plainRecords } from '../support/plain-answers.ts';

/* Raw records, page by page, are those that a plain loop over all records finds, also when records change between the pages. */

const EVERYTHING: Visibility = { kind: 'everything' };
const GENEROUS: ReadBudget = { maxRecords: 1_000_000, maxSlices: 1_000_000, maxMs: 1_000_000 };

function randomFilter(random: Random): RecordFilter {
  const align = random.pick([1, 60_000, HOUR_MS]);
  const spanMs = random.pick([HOUR_MS, 24 * HOUR_MS, NOW - FIRST]);
  const fromMs = Math.floor((FIRST + random.next() * (NOW - FIRST)) / align) * align;
  return {
    fromMs,
    toMs: fromMs + Math.ceil((random.next() * spanMs) / align) * align + align,
    ...(random.chance(0.4) && { accessKeyId: random.pick(ACCESS_KEYS) }),
    ...(random.chance(0.4) && { userId: random.pick(USERS) ?? '-' }),
    ...(random.chance(0.3) && { models: new Set([random.pick(MODELS), 'unheard of']) }),
    ...(random.chance(0.3) && { features: new Set([random.pick(FEATURES) ?? '-']) }),
    ...(random.chance(0.3) && { statuses: new Set([random.pick(['ok', 'error', 'partial'] as const)]) }),
    ...(random.chance(0.2) && { minTokens: random.below(10_000) }),
    ...(random.chance(0.2) && { maxTokens: random.below(20_000) }),
    ...(random.chance(0.2) && { minCost: BigInt(random.below(100_000_000)) }),
  };
}

describe.each(DEPLOYMENTS)('raw records of a ledger with days of %s', (timeZone, leaves, count) => {
  let ledger: AskedLedger;

  beforeAll(async () => {
    ledger = await askedLedger(timeZone, leaves, count, 20261123);
  });

  async function allPages(
    query: Omit<RecordsQuery, 'after'>,
    budget: ReadBudget,
    between: () => Promise<unknown> = async () => {},
  ): Promise<UsageRecord[]> {
    const records: UsageRecord[] = [];
    let page = await readRecords(ledger.deps, EVERYTHING, query, budget);
    records.push(...page.records);
    while (page.next) {
      expect(page.records.length).toBeLessThanOrEqual(query.limit);
      await between();
      page = await readRecords(ledger.deps, EVERYTHING, { ...query, after: page.next }, budget);
      records.push(...page.records);
    }
    return records;
  }

  it('are found by any filter, in either order, however small the pages and the budget', async () => {
    const { records, random } = ledger;
    for (let round = 0; round < 25; round += 1) {
      const filter = randomFilter(random);
      const order = random.pick(['newest', 'oldest'] as const);
      const expected = plainRecords(records, filter);
      const limit = Math.ceil(expected.length / random.pick([1, 2, 5])) + 1;
      const maxSlices = random.pick([1, 40, 100_000]);
      // Pages of a few slices over weeks would take long and show nothing new.
      const long = filter.toMs - filter.fromMs > 6 * HOUR_MS;
      const budget = { ...GENEROUS, maxSlices: long ? Math.max(maxSlices, 500) : maxSlices };
      const found = await allPages({ ...filter, order, limit }, budget);
      expect(found).toEqual(order === 'newest' ? expected : expected.toReversed());
    }
  });

  it('are found by request id, if they fulfil the other conditions', async () => {
    const { deps, records, random } = ledger;
    for (let round = 0; round < 50; round += 1) {
      const record = random.pick(records);
      const filter = randomFilter(random);
      const expected = plainRecords([record], filter);
      expect(await findMatchingRecords(deps, EVERYTHING, record.requestId, filter)).toEqual(expected);
    }
    const anywhen = { fromMs: 0, toMs: Number.POSITIVE_INFINITY };
    expect(await findMatchingRecords(deps, EVERYTHING, 'unheard of', anywhen)).toEqual([]);
  });

  it('are neither repeated nor left out while others are recorded and rolled up between the pages', async () => {
    const { deps, records, random } = ledger;
    for (const order of ['newest', 'oldest'] as const) {
      const before = [...records];
      const filter = { fromMs: NOW - 3 * HOUR_MS, toMs: NOW + 1 };
      let rounds = 0;
      const found = await allPages(
        { ...filter, order, limit: 25 },
        { ...GENEROUS, maxSlices: 5 },
        async () => {
          rounds += 1;
          const added = Array.from({ length: 5 }, () => randomRecord(random, NOW));
          records.push(...added);
          await recordUsage(deps, added);
          const options = { maxBuckets: 20, deadlineMs: Number.POSITIVE_INFINITY, coalesceLate: false };
          if (rounds % 4 === 0) await rollUp(deps, options);
        },
      );
      expect(rounds).toBeGreaterThan(2);
      const ids = found.map(({ requestId }) => requestId);
      expect(new Set(ids).size).toBe(ids.length);
      const expected = plainRecords(before, filter).map(({ requestId }) => requestId);
      expect(expected.filter((id) => !ids.includes(id))).toEqual([]);
      const inOrder = order === 'newest' ? found : found.toReversed();
      expect(inOrder).toEqual(plainRecords(found, filter));
    }
  });

  it('do not change the statistics before a page that was read meanwhile', async () => {
    const { deps, records, random } = ledger;
    const query = { dimension: 'user', period: 'day', fromMs: FIRST, toMs: NOW + 1, limit: 9 } as const;
    const before = [...records];
    const rows: string[] = [];
    let after: { readonly bucketId: string; readonly id: string } | undefined;
    do {
      const page = await readVisibleStatistics(deps, EVERYTHING, { ...query, ...(after && { after }) });
      rows.push(...page.rows.map(({ bucket, id }) => `${bucket.id} ${id}`));
      after = page.next;
      const added = Array.from({ length: 3 }, () => randomRecord(random, NOW));
      records.push(...added);
      await recordUsage(deps, added);
    } while (after);
    expect(new Set(rows).size).toBe(rows.length);
    const expected = matching(before, query).map(
      ({ occurredAtMs, userId = '-' }) => `${deps.calendar.bucketAt('day', occurredAtMs).id} ${userId}`,
    );
    expect([...new Set(expected)].filter((row) => !rows.includes(row))).toEqual([]);
  });
});
