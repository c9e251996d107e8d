import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { packEvents } from '@token-ledger/contract';
import { EVENT_EXAMPLES, EVENT_SCHEMAS } from '@token-ledger/contract/events';
import { type AlertChannel, type AlertKey, alertId, newAlert } from '@token-ledger/core';
import { InMemoryBudgetStore } from '@token-ledger/in-memory';
import { busChannel } from '../../functions/deliver-notifications/bus-channel.ts';
import { createHandler } from '../../functions/deliver-notifications/handler.ts';
import { topicChannel } from '../../functions/deliver-notifications/topic-channel.ts';
import { newBudget, WEBHOOK } from '../support/budgets.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';
import { ReportHarness } from '../support/reports.ts';
import { sqsEvent } from '../support/sqs-event.ts';

const BUDGET = newBudget(
  { unit: 'USD', amount: 250_000_000_000n, scope: { dimension: 'user', id: 'u_1' } },
  { name: 'Süche', webhook: WEBHOOK },
);
const alertOf = (percent: number) =>
  newAlert(BUDGET, {
    period: { id: '202611', startMs: Date.UTC(2026, 10, 1), endMs: Date.UTC(2026, 11, 1) },
    amount: BUDGET.terms.amount,
    threshold: { percent, armedBy: 1 },
    spent: 260_500_000_000n,
    unpricedRequests: 3n,
    nowMs: NOON,
  });

describe('deliver-notifications', () => {
  let store: InMemoryBudgetStore;
  let events: { readonly detailType: string; readonly detail: string }[];
  let messages: { readonly subject: string; readonly text: string }[];
  let webhook: AlertChannel;
  let busIsDown: boolean;

  beforeEach(async () => {
    store = new InMemoryBudgetStore();
    events = [];
    busIsDown = false;
    messages = [];
    webhook = { name: 'webhook', deliver: async () => true };
    await store.createBudget(BUDGET);
    for (const percent of [80, 100]) await store.fireAlert(alertOf(percent));
  });

  async function deliver(...bodies: unknown[]) {
    const telemetry = recordingTelemetry();
    const handler = createHandler({
      alerts: {
        store,
        channels: [
          busChannel(async (put) => void events.push(...put)),
          topicChannel(async (message) => void messages.push(message)),
          webhook,
        ],
        clock: () => NOON + 5,
      },
      runs: new ReportHarness().deliver([]),
      putEvents: async (put) => {
        if (busIsDown) throw new Error('EventBridge refused 1 of 1 events: ThrottlingException');
        events.push(...put);
      },
      telemetry,
    });
    const { batchItemFailures } = await handler(sqsEvent(...bodies));
    return { telemetry, failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
  }

  const message = (percent: number) => {
    const { budgetId, periodId, armedBy } = alertOf(percent);
    return { v: 1, alert: { budgetId, periodId, percent, armedBy } satisfies AlertKey };
  };

  it('notifies programs and people, and stores that', async () => {
    const { telemetry, failed } = await deliver(message(80), message(100));
    expect(failed).toEqual([]);
    expect(events.map(({ detailType, detail }) => [detailType, JSON.parse(detail).alertId])).toEqual(
      [80, 100].map((percent) => ['Budget Threshold Reached', alertId(alertOf(percent))]),
    );
    expect(messages[1]).toEqual({
      subject: 'Token Ledger: 100 % of budget S?che',
      text: [
        'The budget "Süche" has reached 100 % of 250 USD.',
        '',
        'Spent: 260.5 USD',
        'Left: -10.5 USD',
        'Counted: user u_1',
        'Period: 2026-11-01T00:00:00.000Z to 2026-12-01T00:00:00.000Z',
        'Not counted, for want of a price: 3 requests',
        '',
        'Alert: alert_b1_202611_100_1',
      ].join('\n'),
      attributes: { alertId: 'alert_b1_202611_100_1', budgetId: 'b1', threshold: '100' },
    });
    expect(telemetry.counts).toEqual({ NotificationsDelivered: 6 });
    expect((await store.getAlert(alertOf(80)))?.deliveredAtMs).toEqual({
      event_bus: NOON + 5,
      topic: NOON + 5,
      webhook: NOON + 5,
    });
  });

  it('has a subject that SNS accepts, for any name of a budget', async () => {
    const name = `${'名'.repeat(20)}\u{1f600}${'x'.repeat(64)}`;
    await store.fireAlert({ ...alertOf(90), budgetName: name });
    await deliver(message(90));
    expect(messages[0]?.subject).toMatch(/^[ -~]{1,99}$/);
  });

  it('returns only the message whose alert is missing somewhere, and repeats only that delivery', async () => {
    webhook = {
      name: 'webhook',
      deliver: async ({ percent }) => {
        if (percent === 100) throw new Error('The webhook answered 500.');
        return true;
      },
    };
    const { telemetry, failed } = await deliver(message(80), message(100));
    expect(failed).toEqual(['m1']);
    expect(telemetry.counts).toEqual({ NotificationsDelivered: 5, NotificationDeliveriesFailed: 1 });
    expect(telemetry.flushes).toBe(1);
    expect(JSON.stringify(telemetry.lines)).not.toMatch(/whsec_|hooks\.example\.com/);
    webhook = { name: 'webhook', deliver: async () => true };
    expect((await deliver(message(100))).telemetry.counts).toEqual({ NotificationsDelivered: 1 });
    expect([events.length, messages.length]).toEqual([2, 2]);
  });

  it('returns messages it cannot read, and drops expired alerts', async () => {
    const { telemetry, failed } = await deliver('nonsense', message(55), { v: 2 });
    expect(failed).toEqual(['m0', 'm2']);
    expect(telemetry.counts).toEqual({});
    expect(events).toEqual([]);
  });

  it('does not need the budget any more, except for its webhook', async () => {
    await store.deleteBudget('b1');
    webhook = { name: 'webhook', deliver: async (_, budget) => budget !== undefined };
    expect((await deliver(message(80))).failed).toEqual([]);
    expect(Object.keys((await store.getAlert(alertOf(80)))?.deliveredAtMs ?? {})).toEqual([
      'event_bus',
      'topic',
    ]);
  });

  it('puts events on the bus as they are, and counts no delivery', async () => {
    const queued = packEvents([
      { type: 'exportReady', atMs: NOON, detail: EVENT_EXAMPLES.exportReady },
      { type: 'reportReady', atMs: NOON, detail: EVENT_EXAMPLES.reportReady },
    ]);
    const { failed, telemetry } = await deliver(...queued);
    expect([failed, telemetry.counts]).toEqual([[], {}]);
    const put = { source: 'token-ledger', atMs: NOON };
    expect(events.map(({ detail, ...event }) => ({ ...event, detail: JSON.parse(detail) }))).toEqual([
      { ...put, detailType: 'Export Ready', detail: EVENT_EXAMPLES.exportReady },
      { ...put, detailType: 'Report Ready', detail: EVENT_EXAMPLES.reportReady },
    ]);
  });

  it('returns only the messages of events that the bus did not take', async () => {
    busIsDown = true;
    const [body = ''] = packEvents([{ type: 'exportReady', atMs: NOON, detail: EVENT_EXAMPLES.exportReady }]);
    const { failed, telemetry } = await deliver(message(80), body);
    expect(failed).toEqual(['m1']);
    expect(telemetry.counts).toEqual({ NotificationsDelivered: 3, NotificationDeliveriesFailed: 1 });
    busIsDown = false;
    expect((await deliver(body)).failed).toEqual([]);
  });

  it('keeps alerts off the bus if their events are off, and delivers them otherwise', async () => {
    const put = jest.fn(async () => {});
    expect(await busChannel(put, false).deliver(alertOf(80), BUDGET)).toBe(false);
    expect(put).not.toHaveBeenCalled();
  });

  it('gives the event of an alert the id of the alert, in the form that is published', async () => {
    await deliver(message(80));
    const detail = EVENT_SCHEMAS.budgetThreshold.parse(JSON.parse(events[0]?.detail ?? ''));
    expect(detail.eventId).toBe(alertId(alertOf(80)));
  });
});
