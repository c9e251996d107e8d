import { describe, expect, it } from '@jest/globals';
import {
  ALERT_CHANNELS,
  type AlertChannel,
  type AlertKey,
  alertId,
  deliverAlert,
  evaluateBudgets,
  handOverAlerts,
} from '@token-ledger/core';
import { InMemoryAlertQueue, InMemoryBudgetStore } from '@token-ledger/in-memory';
import { inEveryOrder } from '../support/all-choices.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { newBudget, WEBHOOK } from '../support/budgets.ts';
import { FAULTS, type Fault, FaultyCalls, untilStuck } from '../support/faults.ts';
import type { AtomicCall } from '../support/interleaving.ts';
import { usageRecord } from '../support/records.ts';
import { inSteps } from '../support/stepped-store.ts';

/*
 * Runs may stop at any call and overlap in any way: each threshold is fired once, and delivered in the end through every
 * channel, under one id.
 */

/** Two of three thresholds are reached. */
async function reachedLedger(): Promise<AuditedLedger> {
  const ledger = new AuditedLedger();
  await ledger.record(...Array.from({ length: 9 }, () => usageRecord()));
  return ledger;
}

/** Everything a run calls, each call of which is a step. `at` is the one that goes wrong, 1 being the first. */
function world(at = 0, fault: Fault = 'refused') {
  const faulty = new FaultyCalls(at, fault);
  const { step } = faulty;
  const wire: string[] = [];
  const channels = ALERT_CHANNELS.map(
    (name): AlertChannel => ({
      name,
      deliver: async (alert) => {
        await step('deliver', () => wire.push(`${name} ${alertId(alert)}`));
        return true;
      },
    }),
  );
  const store = new InMemoryBudgetStore({ step });
  const queue = new InMemoryAlertQueue({ step });
  return Object.assign(faulty, { wire, store, queue, channels });
}
type World = ReturnType<typeof world>;

async function evaluateAndHandOver(ledger: AuditedLedger, { store, queue }: World): Promise<void> {
  const { failures } = await evaluateBudgets({ ledger: ledger.deps, budgets: store });
  expect(failures.every(({ error }) => FAULTS.includes((error as Error).message as Fault))).toBe(true);
  await handOverAlerts({ store, queue });
}

/** One delivery of a message; true when it is acknowledged. */
async function deliver({ store, channels }: World, key: AlertKey): Promise<boolean> {
  const { failures } = await deliverAlert({ store, channels, clock: () => 1 }, key);
  return failures.length === 0;
}

const IDS = ['alert_b1_202611_50_1', 'alert_b1_202611_80_1'];
const EVERYWHERE = IDS.flatMap((id) => ALERT_CHANNELS.map((channel) => `${channel} ${id}`)).toSorted();

async function expectOnceAndEverywhere({ store, wire }: World, repeatedDeliveries: number): Promise<void> {
  const alerts = await store.listAlerts('202611');
  expect(alerts.map(alertId).toSorted()).toEqual(IDS);
  for (const { deliveredAtMs } of alerts) expect(Object.keys(deliveredAtMs)).toHaveLength(3);
  expect(await store.listWaitingAlerts()).toEqual([]);
  expect([...new Set(wire)].toSorted()).toEqual(EVERYWHERE);
  expect(wire.length).toBeLessThanOrEqual(EVERYWHERE.length + repeatedDeliveries);
}

describe('with a fault at any single call', () => {
  it.each(FAULTS)(
    'of an evaluation or a delivery (%s), each threshold is fired once and delivered',
    async (fault) => {
      let at = 2;
      for (; ; at += 1) {
        const ledger = await reachedLedger();
        const faulty = world(at, fault);
        await faulty.store.createBudget(newBudget({}, { webhook: WEBHOOK }));
        await untilStuck(evaluateAndHandOver(ledger, faulty));
        await untilStuck(Promise.all(faulty.queue.sent.map((key) => deliver(faulty, key))));
        const { calls } = faulty;
        if (calls < at) break;
        // The next run of the schedule, and the redelivery of what was not acknowledged.
        await evaluateAndHandOver(ledger, faulty);
        for (const key of faulty.queue.sent) expect(await deliver(faulty, key)).toBe(true);
        await expectOnceAndEverywhere(faulty, 1);
      }
      // 1 budget, 2 firings, 2 messages, 6 deliveries and what belongs to them.
      expect(at).toBeGreaterThan(25);
    },
  );
});

describe('in every order of their calls', () => {
  it('two evaluations fire each threshold once', async () => {
    const orders = await inEveryOrder(async (interleaving) => {
      const [ledger, made] = [await reachedLedger(), world()];
      await made.store.createBudget(newBudget({ thresholds: [50, 80] }));
      let fired = 0;
      for (let actor = 0; actor < 2; actor += 1) {
        interleaving.startReliable(async (call) => {
          const budgets = inSteps(made.store, call);
          const report = await evaluateBudgets({ ledger: ledger.deps, budgets });
          fired += report.fired;
        });
      }
      await interleaving.finish();
      expect(fired).toBe(2);
      expect((await made.store.listAlerts('202611')).map(alertId).toSorted()).toEqual(IDS);
      expect(await made.store.listWaitingAlerts()).toHaveLength(2);
    });
    expect(orders).toBeGreaterThan(50);
  });

  it('a hand-over that overlaps with another one and with firing leaves nothing behind for ever', async () => {
    await inEveryOrder(async (interleaving) => {
      const [ledger, made] = [await reachedLedger(), world()];
      await made.store.createBudget(newBudget({ thresholds: [50] }));
      const handOver = (call: AtomicCall) =>
        handOverAlerts({ store: inSteps(made.store, call), queue: made.queue });
      interleaving.startReliable((call) =>
        evaluateBudgets({ ledger: ledger.deps, budgets: inSteps(made.store, call) }),
      );
      interleaving.startReliable(handOver);
      interleaving.startReliable(handOver);
      await interleaving.finish();
      await handOverAlerts({ store: made.store, queue: made.queue });
      expect(await made.store.listWaitingAlerts()).toEqual([]);
      expect(new Set(made.queue.sent.map(alertId))).toEqual(new Set(IDS.slice(0, 1)));
    });
  });

  it('two deliveries of the same alert reach every channel, each at most twice', async () => {
    await inEveryOrder(async (interleaving) => {
      const [ledger, made] = [await reachedLedger(), world()];
      await made.store.createBudget(newBudget({ thresholds: [50] }, { webhook: WEBHOOK }));
      await evaluateAndHandOver(ledger, made);
      const [bus] = made.channels;
      for (let actor = 0; actor < 2; actor += 1) {
        interleaving.startReliable((call) => {
          const store = inSteps(made.store, call);
          const channels = [inSteps(bus as AlertChannel, call)];
          return deliverAlert({ store, channels, clock: () => 1 }, made.queue.sent[0] as AlertKey);
        });
      }
      await interleaving.finish();
      expect([1, 2]).toContain(made.wire.length);
      expect(new Set(made.wire)).toEqual(new Set([`event_bus ${IDS[0]}`]));
    });
  });
});

describe('an alert that was delivered in part', () => {
  it('is repeated only where it is missing', async () => {
    const [ledger, made] = [await reachedLedger(), world()];
    await made.store.createBudget(newBudget({ thresholds: [50] }, { webhook: WEBHOOK }));
    await evaluateAndHandOver(ledger, made);
    const key = made.queue.sent[0] as AlertKey;
    const broken = made.channels.with(1, {
      name: 'topic',
      deliver: async () => {
        throw new Error('no such topic');
      },
    });
    for (let receive = 0; receive < 3; receive += 1) {
      const { failures } = await deliverAlert({ store: made.store, channels: broken, clock: () => 1 }, key);
      expect(failures).toEqual([{ channel: 'topic', error: new Error('no such topic') }]);
    }
    expect(await deliver(made, key)).toBe(true);
    expect(made.wire.toSorted()).toEqual(EVERYWHERE.filter((entry) => entry.endsWith('_50_1')));
  });
});
