import { describe, expect, it } from '@jest/globals';
import {
  Calendar,
  DIMENSIONS,
  foldSegments,
  HOUR_MS,
  type LedgerStore,
  PERIODS,
  recordUsage,
  rollUp,
  StatisticsFold,
  type UsageRecord,
} from '@token-ledger/core';
import { InMemoryLedgerStore } from '@token-ledger/in-memory';
import { forAllChoices } from '../support/all-choices.ts';
import { type AtomicCall, Interleaving, NO_FAULTS } from '../support/interleaving.ts';
import { readShippedPrices, shippedPricer } from '../support/prices.ts';
import { NOON, recordKey, usageRecord } from '../support/records.ts';

/* Small cases gone through in full: every call at which something can go wrong, every order two actors can go in. */

const LATER = Date.UTC(2027, 0, 2);
const MESSAGE = [
  usageRecord({ requestId: 'req_1' }),
  usageRecord({ requestId: 'req_2', occurredAtMs: NOON + HOUR_MS, accessKeyId: 'ak_2' }),
  usageRecord({ requestId: 'req_3', occurredAtMs: NOON + HOUR_MS - 1, userId: 'u_2' }),
];

const calendar = new Calendar('UTC');
let tokens = 0;

function depsOf(store: LedgerStore) {
  const newToken = () => `token ${(tokens += 1)}`;
  const retention = { retentionDays: 90 };
  return { store, clock: () => LATER, newToken, calendar, retention, readPrices: readShippedPrices };
}

async function consume(store: LedgerStore, records: readonly UsageRecord[]): Promise<boolean> {
  const outcomes = await recordUsage(depsOf(store), records);
  return outcomes.every(({ kind }) => kind !== 'failed');
}

function rollUpAll(store: LedgerStore) {
  return rollUp(depsOf(store), {
    maxBuckets: 100,
    deadlineMs: Number.POSITIVE_INFINITY,
    coalesceLate: false,
  });
}

/** Records and statistics are those of the records and of nothing else, and nothing is marked. */
async function expectExactly(store: LedgerStore, records: readonly UsageRecord[]): Promise<void> {
  const { count } = await foldSegments(store, NOON - HOUR_MS, NOON + 3 * HOUR_MS, shippedPricer);
  expect(count).toBe(records.length);
  for (const record of records) expect(await store.getRecord(record)).toEqual(record);
  for (const period of PERIODS) {
    expect(await store.listMarks(period)).toEqual([]);
    const buckets = Map.groupBy(records, ({ occurredAtMs }) => calendar.bucketAt(period, occurredAtMs).id);
    for (const [bucketId, ofBucket] of buckets) {
      const fold = new StatisticsFold(shippedPricer);
      for (const record of ofBucket) fold.add(record);
      for (const dimension of DIMENSIONS) {
        const { items } = await store.listStatistics({ period, bucketId, dimension }, { limit: 100 });
        expect(new Map(items.map(({ id, statistics }) => [id, statistics]))).toEqual(
          fold.result()[dimension],
        );
      }
    }
  }
}

const FAULTS = ['killed before', 'killed after', 'refused', 'answer lost'] as const;
type Fault = (typeof FAULTS)[number];

/** A store with one thing wrong at its call number `at`, 1 being the first; `calls` says how many there were. */
function faultyStore(at: number, fault: Fault) {
  const faulty = {
    calls: 0,
    store: new InMemoryLedgerStore({
      pageSize: 1,
      step: async (_operation, effect) => {
        faulty.calls += 1;
        if (faulty.calls !== at) return effect();
        if (fault === 'killed after' || fault === 'answer lost') effect();
        if (fault.startsWith('killed')) return new Promise<never>(() => {});
        throw new Error(fault);
      },
    }),
  };
  return faulty;
}

/** Runs it until it is done, or waits for an answer that never comes. */
async function untilStuck(run: Promise<unknown>): Promise<void> {
  await Promise.race([
    run.catch((error: Error) => expect(FAULTS).toContain(error.message)),
    new Promise((resolve) => setImmediate(resolve)),
  ]);
}

describe('whatever goes wrong at any single call', () => {
  it.each(FAULTS)('of a consumer (%s), after redelivery all is exact', async (fault) => {
    let at = 1;
    for (; ; at += 1) {
      const faulty = faultyStore(at, fault);
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
    const faulty = faultyStore(at, fault);
    await consume(faulty.store, MESSAGE);
    return faulty;
  }
});

describe('in every order of their calls', () => {
  it('two consumers of the same message count it once', async () => {
    const [first, second] = [MESSAGE.slice(0, 1), MESSAGE.slice(0, 1)];
    const orders = await forAllChoices(async (choices) => {
      const { store, interleaving } = interleaved(choices);
      interleaving.start(async (call) => void (await consume(stepwise(store, call), first)), {
        reliable: true,
      });
      interleaving.start(async (call) => void (await consume(stepwise(store, call), second)), {
        reliable: true,
      });
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
    await forAllChoices(async (choices) => {
      const { store, interleaving } = interleaved(choices);
      for (const record of [original, other]) {
        interleaving.start(async (call) => void (await consume(stepwise(store, call), [record])), {
          reliable: true,
        });
      }
      await interleaving.finish();
      await rollUpAll(store);
      await expectExactly(store, [(await store.getRecord(recordKey('req_1'))) as UsageRecord]);
    });
  });

  it('a record that comes while its hour is rolled up is in the statistics, or a mark says that it is not', async () => {
    const [early, late] = [usageRecord({ requestId: 'req_1' }), usageRecord({ requestId: 'req_2' })];
    const orders = await forAllChoices(async (choices) => {
      const { store, interleaving } = interleaved(choices);
      await consume(store, [early]);
      interleaving.start(async (call) => void (await consume(stepwise(store, call, ['claim']), [late])), {
        reliable: true,
      });
      interleaving.start(async (call) => void (await rollUpAll(stepwise(store, call))), { reliable: true });
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
  }, 60_000);

  function interleaved(choices: ConstructorParameters<typeof Interleaving>[0]) {
    return {
      store: new InMemoryLedgerStore(),
      interleaving: new Interleaving(choices, 'uniform', NO_FAULTS),
    };
  }
});

/**
 * Calls that matter to others take turns. Those that commute with all others do not: reads of what no record of these cases
 * can be in, and the calls named `alone`.
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
      if (name === 'putHeartbeat' || alone.includes(name)) return method;
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
