import { describe, expect, it } from '@jest/globals';
import {
  Calendar,
  foldSegments,
  HOUR_MS,
  type LedgerStore,
  PERIODS,
  recordUsage,
  rollUp,
  type UsageRecord,
} from '@token-ledger/core';
import { createInMemoryLedgerStore, type InMemoryLedgerStore } from '@token-ledger/in-memory';
import { inEveryOrder } from '../support/all-choices.ts';
import { expectFold } from '../support/expect-fold.ts';
import { FAULTS, type Fault, faultyStore, untilStuck } from '../support/faults.ts';
import type { AtomicCall } from '../support/interleaving.ts';
import { ledgerOver, ROLL_UP_ALL } from '../support/ledger-over.ts';
import { shippedPricer } from '../support/prices.ts';
import { NOON, recordKey, usageRecord } from '../support/records.ts';

/* Small cases gone through in full: every call at which something can go wrong, every order two actors can go in. */

const LATER = Date.UTC(2027, 0, 2);
const MESSAGE = [
  usageRecord({ requestId: 'req_1' }),
  usageRecord({ requestId: 'req_2', occurredAtMs: NOON + HOUR_MS, accessKeyId: 'ak_2' }),
  usageRecord({ requestId: 'req_3', occurredAtMs: NOON + HOUR_MS - 1, userId: 'u_2' }),
];

const calendar = new Calendar('UTC');
const depsOf = (store: LedgerStore) => ledgerOver(store, () => LATER);

async function consume(store: LedgerStore, records: readonly UsageRecord[]): Promise<boolean> {
  const outcomes = await recordUsage(depsOf(store), records);
  return outcomes.every(({ kind }) => kind !== 'failed');
}

const rollUpAll = (store: LedgerStore) => rollUp(depsOf(store), ROLL_UP_ALL);

/** Records and statistics are those of the records and of nothing else, and nothing is marked. */
async function expectExactly(store: LedgerStore, records: readonly UsageRecord[]): Promise<void> {
  const { count } = await foldSegments(store, NOON - HOUR_MS, NOON + 3 * HOUR_MS, shippedPricer);
  expect(count).toBe(records.length);
  for (const record of records) expect(await store.getRecord(record)).toEqual(record);
  for (const period of PERIODS) expect(await store.listMarks(period)).toEqual([]);
  await expectFold(store, calendar, records);
}

describe('with a fault at any single call', () => {
  it.each(FAULTS)('of a consumer (%s), after redelivery all is exact', async (fault) => {
    let at = 1;
    for (; ; at += 1) {
      const faulty = faultyStore(at, fault, { pageSize: 1 });
      let acknowledged = false;
      await untilStuck(consume(faulty.store, MESSAGE).then((all) => (acknowledged = all)));
      if (faulty.calls < at) break;
      expect(acknowledged).toBe(false);
      expect(await consume(faulty.store, MESSAGE)).toBe(true);
      await rollUpAll(faulty.store);
      await expectExactly(faulty.store, MESSAGE);
    }
    expect(at).toBeGreaterThan(8);
  });

  it.each(FAULTS)('of a roll-up (%s), the next one makes all exact', async (fault) => {
    const { calls } = await consumed(0, fault);
    let at = calls + 1;
    for (; ; at += 1) {
      const faulty = await consumed(at, fault);
      await untilStuck(rollUpAll(faulty.store));
      if (faulty.calls < at) break;
      const { failures, shrinksRefused } = await rollUpAll(faulty.store);
      expect({ failures, shrinksRefused }).toEqual({ failures: [], shrinksRefused: 0 });
      await expectExactly(faulty.store, MESSAGE);
    }
    expect(at - calls).toBeGreaterThan(100);
  });

  async function consumed(at: number, fault: Fault) {
    const faulty = faultyStore(at, fault, { pageSize: 1 });
    await consume(faulty.store, MESSAGE);
    return faulty;
  }
});

describe('in every order of their calls', () => {
  it('two consumers of the same message count it once', async () => {
    const [first, second] = [MESSAGE.slice(0, 1), MESSAGE.slice(0, 1)];
    const orders = await inEveryOrder(async (interleaving) => {
      const store = createInMemoryLedgerStore();
      for (const message of [first, second])
        interleaving.startReliable((call) => consume(stepwise(store, call), message));
      await interleaving.finish();
      await rollUpAll(store);
      await expectExactly(store, first);
    });
    // Three calls each.
    expect(orders).toBe(20);
  });

  it('two consumers of the same id under other times agree on the one that was first', async () => {
    const original = usageRecord({ requestId: 'req_1' });
    const other = { ...original, occurredAtMs: NOON + HOUR_MS, feature: 'another' };
    await inEveryOrder(async (interleaving) => {
      const store = createInMemoryLedgerStore();
      for (const record of [original, other])
        interleaving.startReliable((call) => consume(stepwise(store, call), [record]));
      await interleaving.finish();
      await rollUpAll(store);
      await expectExactly(store, [(await store.getRecord(recordKey('req_1'))) as UsageRecord]);
    });
  });

  it('a record that comes while its hour is rolled up is in the statistics, or a mark says that it is not', async () => {
    const [early, late] = [usageRecord({ requestId: 'req_1' }), usageRecord({ requestId: 'req_2' })];
    const orders = await inEveryOrder(async (interleaving) => {
      const store = createInMemoryLedgerStore();
      await consume(store, [early]);
      interleaving.startReliable((call) => consume(stepwise(store, call, ['claim']), [late]));
      interleaving.startReliable((call) => rollUpAll(stepwise(store, call)));
      await interleaving.finish();
      for (const period of PERIODS) {
        const { id: bucketId } = calendar.bucketAt(period, NOON);
        const [item] = await store.getStatistics([{ period, bucketId, dimension: 'all', id: '*' }]);
        const marks = (await Promise.all(PERIODS.map((finer) => store.listMarks(finer)))).flat();
        if (marks.length === 0) expect(item?.statistics.count).toBe(2);
      }
      await rollUpAll(store);
      await expectExactly(store, [early, late]);
    });
    expect(orders).toBeGreaterThan(500);
  });
});

/**
 * Calls that matter to others take turns. Those that commute with all others do not: reads of what no record of these cases
 * can be in, the calls named `alone`, and all calls about lists, which only one actor of these cases makes.
 */
function stepwise(
  store: InMemoryLedgerStore,
  call: AtomicCall,
  alone: readonly (keyof LedgerStore)[] = [],
): LedgerStore {
  const empty = (bucketId: string) => !['2026112112', '2026112113', '20261121', '202611'].includes(bucketId);
  return new Proxy<LedgerStore>(store, {
    get(target, name: keyof LedgerStore) {
      const method = (target[name] as (...parameters: unknown[]) => Promise<unknown>).bind(target);
      if (name === 'putHeartbeat' || name === 'getExcerpts' || alone.includes(name)) return method;
      if (name === 'putStatistics') {
        return (item: { dimension: string }, ...rest: unknown[]) =>
          item.dimension === 'list' ? method(item, ...rest) : call(() => method(item, ...rest));
      }
      if (name === 'listStatistics') {
        return (bucket: { bucketId: string }, ...rest: unknown[]) =>
          empty(bucket.bucketId) ? method(bucket, ...rest) : call(() => method(bucket, ...rest));
      }
      if (name !== 'readSegments') return (...parameters: unknown[]) => call(() => method(...parameters));
      return async function* (sliceStartMs: number) {
        const pages = target.readSegments(sliceStartMs)[Symbol.asyncIterator]();
        while (true) {
          const { value, done } = await (sliceStartMs === NOON ? call(() => pages.next()) : pages.next());
          if (done) return;
          yield value;
        }
      };
    },
  });
}
