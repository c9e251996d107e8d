import { describe, expect, it } from '@jest/globals';
import {
  DIMENSIONS,
  foldSegments,
  HOUR_MS,
  type LedgerStore,
  NO_TOKENS,
  PERIODS,
  recordUsage,
  rollUp,
  totalMeasures,
  type UsageRecord,
} from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import { inEveryOrder } from '../support/all-choices.ts';
import { FAULTS, faultyStore } from '../support/faults.ts';
import type { AtomicCall } from '../support/interleaving.ts';
import { ledgerOver, ROLL_UP_ALL } from '../support/ledger-over.ts';
import { overriddenStore } from '../support/overridden-store.ts';
import { shippedPricer } from '../support/prices.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { steppedStore } from '../support/stepped-store.ts';

/* Calls that are completed, tied and merged, in small cases gone through in full. */

const LATER = Date.UTC(2027, 0, 2);
const depsOf = (store: LedgerStore) => ledgerOver(store, () => LATER);

async function consume(store: LedgerStore, reports: readonly UsageRecord[]): Promise<boolean> {
  const outcomes = await recordUsage(depsOf(store), reports);
  return outcomes.every(({ kind }) => kind !== 'failed');
}

/** Rolls up until nothing is marked: where usage moves between items, each level takes two runs. */
async function rollUpAll(store: LedgerStore): Promise<void> {
  for (let run = 0; run < 8; run += 1) {
    const { failures, shrinksRefused } = await rollUp(depsOf(store), ROLL_UP_ALL);
    expect({ failures, shrinksRefused }).toEqual({ failures: [], shrinksRefused: 0 });
  }
  for (const period of PERIODS) expect(await store.listMarks(period)).toEqual([]);
}

/** What everybody used in the month, in every dimension. */
async function monthOf(store: LedgerStore): Promise<{ requests: number; output: number; users: string[] }> {
  const bucket = { period: 'month', bucketId: '202611' } as const;
  const sums = [];
  for (const dimension of DIMENSIONS) {
    const { items } = await store.listStatistics({ ...bucket, dimension }, { limit: 100 });
    const measures = items.map(({ statistics }) => totalMeasures(statistics));
    sums.push({
      requests: measures.reduce((sum, { requests }) => sum + Number(requests), 0),
      output: measures.reduce((sum, { output }) => sum + Number(output), 0),
    });
  }
  expect(sums[1]).toEqual(sums[0]);
  expect(sums[2]).toEqual(sums[0]);
  const { items } = await store.listStatistics({ ...bucket, dimension: 'user' }, { limit: 100 });
  const users = items.filter(({ statistics }) => statistics.cells.length > 0).map(({ id }) => id);
  return { ...(sums[0] as { requests: number; output: number }), users };
}

/** What the copies come to, without a roll-up. */
async function foldOf(store: LedgerStore): Promise<{ requests: bigint; output: bigint }> {
  let [requests, output] = [0n, 0n];
  for (const fromMs of [NOON, NOON + HOUR_MS]) {
    const { folded } = await foldSegments(store, fromMs, fromMs + 1, shippedPricer);
    const everything = folded.all.get('*');
    if (!everything) continue;
    requests += totalMeasures(everything).requests;
    output += totalMeasures(everything).output;
  }
  return { requests, output };
}

function report(overrides: Partial<UsageRecord> & { readonly output?: number }): UsageRecord {
  const { output = 100, userId, ...rest } = overrides;
  const { userId: _, ...unnamed } = usageRecord({ tokens: { ...NO_TOKENS, output }, ...rest });
  return { ...unnamed, ...(userId !== undefined && { userId }) };
}

describe('with a fault at any single call of a consumer that completes, joins and merges', () => {
  const before = [
    // To be completed, and its user named.
    report({ requestId: 'req_1', status: 'partial', output: 9 }),
    // Two of one call, of different hours.
    report({ requestId: 'req_2', occurredAtMs: NOON + HOUR_MS, userId: 'u_2' }),
    report({ requestId: 'msg_2', userId: 'u_2' }),
    // To be tied to its request.
    report({ requestId: 'msg_3', status: 'partial', output: 5, userId: 'u_3' }),
  ];
  const message = [
    report({ requestId: 'req_1', output: 159, userId: 'u_1' }),
    report({ requestId: 'req_2', otherName: 'msg_2', userId: 'u_2' }),
    report({ requestId: 'req_3', otherName: 'msg_3', output: 70, userId: 'u_3' }),
    // Begun and ended in one message, and again under the message's name.
    report({ requestId: 'req_4', otherName: 'msg_4', status: 'partial', output: 1 }),
    report({ requestId: 'req_4', output: 20, userId: 'u_1' }),
    report({ requestId: 'msg_4', output: 20 }),
    // Contradicts what is there.
    report({ requestId: 'req_2', output: 1, userId: 'u_2' }),
  ];

  it.each(FAULTS)('(%s), after redelivery every call counts once and complete', async (fault) => {
    let at = 1;
    for (; ; at += 1) {
      const faulty = faultyStore(at, fault);
      // Nothing goes wrong before.
      faulty.calls = Number.NEGATIVE_INFINITY;
      await consume(faulty.store, before);
      faulty.calls = 0;
      let acknowledged = false;
      await Promise.race([
        consume(faulty.store, message).then((all) => (acknowledged = all)),
        new Promise((resolve) => setImmediate(resolve)),
      ]);
      const calls = faulty.calls;
      if (calls >= at) expect(acknowledged).toBe(false);
      faulty.calls = Number.NEGATIVE_INFINITY;
      expect(await consume(faulty.store, message)).toBe(true);
      await rollUpAll(faulty.store);
      expect([at, await monthOf(faulty.store)]).toEqual([
        at,
        { requests: 4, output: 159 + 100 + 70 + 20, users: ['u_1', 'u_2', 'u_3'] },
      ]);
      const conflicts = await faulty.store.listConflicts('20261121');
      expect(conflicts.map(({ reason, reported }) => [reason, reported.tokens.output])).toEqual([
        ['figures', 1],
      ]);
      if (calls < at) break;
    }
    expect(at).toBeGreaterThan(15);
  });
});

describe('in every order of the calls of two consumers', () => {
  const ofRequest = report({ requestId: 'req_1', status: 'partial', output: 9 });
  const ofMessage = report({ requestId: 'msg_1', occurredAtMs: NOON + HOUR_MS, output: 159 });
  const ofBoth = report({ requestId: 'req_1', otherName: 'msg_1', output: 159, userId: 'u_1' });

  it.each([
    ['the request and both', [], ofRequest, ofBoth, [ofMessage]],
    ['the message and both', [], ofMessage, ofBoth, [ofRequest]],
    ['both, twice', [], ofBoth, ofBoth, [ofRequest, ofMessage]],
    ['the request and the message, tied later', [], ofRequest, ofMessage, [ofBoth]],
    ['the message and both, after the request', [ofRequest], ofMessage, ofBoth, []],
    ['the request and both, after the message', [ofMessage], ofRequest, ofBoth, []],
    ['both, twice, after each of them', [ofRequest, ofMessage], ofBoth, ofBoth, []],
    ['the message again and both, after each of them', [ofRequest, ofMessage], ofMessage, ofBoth, []],
    ['the request again and both, after each of them', [ofRequest, ofMessage], ofRequest, ofBoth, []],
  ] as const)(
    'that know %s, the call counts once',
    async (_name, before, first, second, after) => {
      const orders = await inEveryOrder(async (interleaving) => {
        const store = createInMemoryLedgerStore();
        for (const one of before) await consume(store, [one]);
        // Nobody rolls up, so marks take no turn.
        const seenBy = (call: AtomicCall) =>
          overriddenStore(steppedStore(store, call), { putMark: (mark) => store.putMark(mark) });
        for (const one of [first, second])
          interleaving.startReliable(async (call) => expect(await consume(seenBy(call), [one])).toBe(true));
        await interleaving.finish();
        for (const one of after) expect(await consume(store, [one])).toBe(true);
        expect(await foldOf(store)).toEqual({ requests: 1n, output: 159n });
        expect(await store.listConflicts('20261121')).toEqual([]);
      });
      expect(orders).toBeGreaterThanOrEqual(6);
    },
    120_000,
  );
});
