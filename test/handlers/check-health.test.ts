import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ActiveAlarm, QueueDepth } from '@token-ledger/aws';
import { HEALTH_QUEUES, type HealthQueue, type HealthResponse, healthResponse } from '@token-ledger/contract';
import { HOUR_MS, readHealth, recordUsage, rollUp } from '@token-ledger/core';
import {
  createInMemoryLedgerStore,
  type InMemoryLedgerStore,
  InMemorySourceStore,
} from '@token-ledger/in-memory';
import { describeAlarm, MAXIMUM_QUEUE_AGE_SECONDS } from '../../functions/check-health/contract.ts';
import {
  countQuarantinedToday,
  MAX_QUARANTINED_COUNTED,
} from '../../functions/check-health/count-quarantined-today.ts';
import { createHandler } from '../../functions/check-health/handler.ts';
import type { HealthSources } from '../../functions/check-health/health-sources.ts';
import { createReadSources } from '../../functions/shared/silent-sources.ts';
import { answered } from '../support/answered.ts';
import { ledgerOver, ROLL_UP_ALL } from '../support/ledger-over.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON, usageRecord } from '../support/records.ts';

const SILENT_AFTER_SECONDS = 600;
const ERROR_SUMS = {
  accepted: 95,
  rejected: 3,
  failed: 2,
  requests: 40,
  serverErrors: 1,
  invocations: 9,
  errors: 0,
};

describe('GET /v1/health', () => {
  let nowMs: number;
  let depths: Record<HealthQueue, { depth: QueueDepth; deadLetters: QueueDepth }>;
  let alarms: ActiveAlarm[];
  let queueAges: Partial<Record<HealthQueue, number>>;
  let sources: HealthSources;
  let asked: number;
  let telemetry: ReturnType<typeof recordingTelemetry>;
  let store: InMemoryLedgerStore;
  let heard: InMemorySourceStore;
  const clock = () => nowMs;

  beforeEach(async () => {
    nowMs = NOON;
    asked = 0;
    alarms = [];
    queueAges = {};
    telemetry = recordingTelemetry();
    store = createInMemoryLedgerStore();
    heard = new InMemorySourceStore();
    await store.putHeartbeat({ completedAtMs: NOON - 30_000 });
    const none = () => ({ visible: 0, inFlight: 0 });
    depths = Object.fromEntries(
      HEALTH_QUEUES.map((name) => [name, { depth: none(), deadLetters: none() }]),
    ) as typeof depths;
    sources = {
      rollUp: () => {
        asked += 1;
        return readHealth(ledgerOver(store, clock));
      },
      quarantined: (atMs) => countQuarantinedToday(store, atMs),
      heard: createReadSources(heard, { anthropic_span: 30 }, clock),
      queues: Object.fromEntries(
        HEALTH_QUEUES.map((name) => [
          name,
          {
            depth: async () => depths[name].depth,
            deadLetters: async () => depths[name].deadLetters,
          },
        ]),
      ) as HealthSources['queues'],
      metrics: async () => ({ errors: { ...ERROR_SUMS, fromMs: NOON - HOUR_MS }, queueAges }),
      alarms: async () => alarms,
    };
  });

  function monitor(
    options: { errorRateThreshold?: number; rollUpSilentAfterSeconds?: number; callMs?: number } = {},
  ) {
    const handler = createHandler({
      sources,
      stage: 'dev',
      errorRateThreshold: 0.05,
      rollUpSilentAfterSeconds: SILENT_AFTER_SECONDS,
      clock,
      telemetry,
      ...options,
    });
    return async (): Promise<HealthResponse> => {
      const request = { method: 'GET', path: '/v1/health', scopes: ['read'] } as const;
      const { statusCode, headers, body } = await answered(handler, request);
      expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store']);
      expect(healthResponse.parse(body)).toEqual(body);
      return body as HealthResponse;
    };
  }
  const look = (options = {}) => monitor(options)();
  const codes = ({ reasons }: HealthResponse) => reasons.map(({ code }) => code);

  it('is ok for a deployment at rest', async () => {
    const rest = { visible: 0, inFlight: 0, oldestSeconds: 0, deadLetters: 0 };
    expect(await look()).toEqual({
      status: 'ok',
      reasons: [],
      unknown: [],
      asOf: '2026-11-21T12:00:00.000Z',
      freshnessSeconds: 0,
      rollUp: {
        lastCompletedAt: '2026-11-21T11:59:30.000Z',
        pending: { hour: 0, day: 0, month: 0 },
        oldestPendingSeconds: 0,
      },
      queues: { live: rest, bulk: rest, notifications: rest, exports: rest },
      errors: {
        from: '2026-11-21T11:00:00.000Z',
        records: { accepted: 95, rejected: 3, failed: 2, errorRate: 0.05, threshold: 0.05 },
        api: { requests: 40, serverErrors: 1 },
        consumer: { invocations: 9, errors: 0 },
      },
      alarms: [],
      quarantinedToday: { records: 0, complete: true },
      sources: [],
    });
  });

  it('lags until the roll-up has run, and shows what waits for it', async () => {
    const ledger = ledgerOver(store, clock);
    await recordUsage(ledger, [usageRecord({ occurredAtMs: NOON })]);
    // The hour is over at one o'clock; then two and a half hours, and one more second.
    nowMs = NOON + 3.5 * HOUR_MS;
    await store.putHeartbeat({ completedAtMs: nowMs });
    expect(await look()).toMatchObject({ status: 'ok', rollUp: { oldestPendingSeconds: 9000 } });
    nowMs += 1000;
    const late = await look();
    expect(late).toMatchObject({ status: 'lagging', rollUp: { pending: { hour: 1, day: 0, month: 0 } } });
    expect(codes(late)).toEqual(['roll_up_behind']);
    await rollUp(ledger, ROLL_UP_ALL);
    expect(await look()).toMatchObject({ status: 'ok', rollUp: { pending: { hour: 0 } } });
  });

  it('lags if no roll-up completed within the time of its schedule, if there is one', async () => {
    await store.putHeartbeat({ completedAtMs: NOON - SILENT_AFTER_SECONDS * 1000 });
    expect((await look()).status).toBe('ok');
    await store.putHeartbeat({ completedAtMs: NOON - SILENT_AFTER_SECONDS * 1000 - 1 });
    expect(codes(await look())).toEqual(['roll_up_silent']);
    expect((await look({ rollUpSilentAfterSeconds: 0 })).status).toBe('ok');
    store = createInMemoryLedgerStore();
    expect(await look()).toMatchObject({ status: 'lagging', reasons: [{ code: 'roll_up_silent' }] });
  });

  it.each(Object.entries(MAXIMUM_QUEUE_AGE_SECONDS))(
    'lags once %s messages wait for more than %d s',
    async (name, seconds) => {
      const queue = name as HealthQueue;
      depths[queue].depth = { visible: 4, inFlight: 1 };
      queueAges = { [queue]: seconds };
      expect(await look()).toMatchObject({
        status: 'ok',
        queues: { [queue]: { visible: 4, inFlight: 1, oldestSeconds: seconds } },
      });
      queueAges = { [queue]: seconds + 1 };
      const answer = await look();
      expect([answer.status, codes(answer)]).toEqual(['lagging', ['queue_age']]);
      expect(answer.freshnessSeconds).toBe(queue === 'live' ? seconds + 1 : 0);
      // An old measurement of a queue that is empty by now does not count.
      depths[queue].depth = { visible: 0, inFlight: 0 };
      expect(await look()).toMatchObject({ status: 'ok', queues: { [queue]: { oldestSeconds: 0 } } });
    },
  );

  it('does not know the age of messages before it is measured', async () => {
    depths.live.depth = { visible: 1, inFlight: 0 };
    expect(await look()).toMatchObject({ status: 'ok', freshnessSeconds: null, unknown: [] });
  });

  it.each(['live', 'bulk', 'notifications'] as const)('is degraded by dead letters of %s', async (queue) => {
    depths[queue].deadLetters = { visible: 2, inFlight: 1 };
    expect(await look()).toMatchObject({
      status: 'degraded',
      reasons: [{ code: 'dead_letters', message: `Messages that the ${queue} queue gave up: 3.` }],
      queues: { [queue]: { deadLetters: 3 } },
    });
  });

  it('shows failed exports and quarantined records without degrading', async () => {
    depths.exports.deadLetters = { visible: 2, inFlight: 0 };
    const record = { reason: 'too_old', problems: [], record: '{}' };
    const quarantine = async (from: number, to: number) => {
      for (let index = from; index < to; index += 1)
        await store.quarantine({ ...record, id: `${index}`, receivedAtMs: NOON });
    };
    await store.quarantine({ ...record, id: 'yesterday', receivedAtMs: NOON - 24 * HOUR_MS });
    await quarantine(0, MAX_QUARANTINED_COUNTED);
    expect(await look()).toMatchObject({
      status: 'ok',
      queues: { exports: { deadLetters: 2 } },
      quarantinedToday: { records: MAX_QUARANTINED_COUNTED, complete: true },
    });
    await quarantine(MAX_QUARANTINED_COUNTED, MAX_QUARANTINED_COUNTED + 1);
    expect((await look()).quarantinedToday).toEqual({ records: MAX_QUARANTINED_COUNTED, complete: false });
  });

  it('is degraded above the configured error rate, like the alarm', async () => {
    expect((await look({ errorRateThreshold: 0.05 })).status).toBe('ok');
    expect(codes(await look({ errorRateThreshold: 0.049999 }))).toEqual(['error_rate']);
    const none = { accepted: 0, rejected: 0, failed: 0 };
    sources = {
      ...sources,
      metrics: async () => ({ errors: { ...ERROR_SUMS, ...none, fromMs: NOON }, queueAges }),
    };
    expect((await look({ errorRateThreshold: 0 })).errors?.records.errorRate).toBe(0);
  });

  it('does not call figures zero that nobody measured', async () => {
    sources = { ...sources, metrics: async () => ({ errors: undefined, queueAges }) };
    expect(await look()).toMatchObject({ status: 'ok', errors: null, unknown: ['errors'] });
  });

  it('lists the active alarms of its own stage, and is degraded by those of severity high', async () => {
    const alarm = (name: string, severity: 'high' | 'low', sinceMs: number): ActiveAlarm => ({
      name,
      sinceMs,
      description: describeAlarm({ meaning: `${name} it is.`, severity, runbook: 'dead-letters' }),
    });
    alarms = [
      alarm('token-ledger-dev-DailyTokens', 'low', NOON),
      alarm('token-ledger-dev-eu-Frozen', 'high', NOON),
    ];
    expect(await look()).toMatchObject({
      status: 'ok',
      alarms: [
        {
          name: 'token-ledger-dev-DailyTokens',
          since: '2026-11-21T12:00:00.000Z',
          severity: 'low',
          meaning: 'token-ledger-dev-DailyTokens it is.',
          runbook: 'dead-letters',
        },
      ],
    });
    alarms.push(alarm('token-ledger-dev-A', 'high', NOON - 2), alarm('token-ledger-dev-B', 'high', NOON - 1));
    alarms.push({ name: 'token-ledger-dev-C', sinceMs: NOON - 3, description: 'the password is 1234' });
    const answer = await look();
    expect(answer.alarms?.map(({ name }) => name.at(-1))).toEqual(['B', 'A', 'C', 's']);
    expect(answer.alarms?.some((each) => 'runbookUrl' in each)).toBe(false);
    expect([answer.status, codes(answer)]).toEqual(['degraded', ['alarm', 'alarm', 'alarm']]);
    expect(JSON.stringify(answer)).not.toContain('1234');
  });

  it('links each alarm to its section where the runbook is published', async () => {
    const description = describeAlarm({
      meaning: 'Usage waits.',
      severity: 'high',
      runbook: 'dead-letters',
      runbookUrl: 'https://wiki.example.com/token-ledger/runbook',
      dashboardUrl: 'https://console.example.com/cloudwatch#dashboards',
    });
    alarms = [{ name: 'token-ledger-dev-DeadLetters', sinceMs: NOON, description }];
    expect((await look()).alarms).toEqual([
      {
        name: 'token-ledger-dev-DeadLetters',
        since: '2026-11-21T12:00:00.000Z',
        severity: 'high',
        meaning: 'Usage waits.',
        runbook: 'dead-letters',
        runbookUrl: 'https://wiki.example.com/token-ledger/runbook#dead-letters',
      },
    ]);
  });

  it.each(['javascript:alert(1)//', 'http://wiki.example.com', 'docs/runbook.md'])(
    'makes no link of %s, which a description may say that was changed by hand',
    async (runbookUrl) => {
      const words = { meaning: 'Usage waits.', severity: 'high', runbook: 'dead-letters' } as const;
      alarms = [
        { name: 'token-ledger-dev-A', sinceMs: NOON, description: describeAlarm({ ...words, runbookUrl }) },
      ];
      expect((await look()).alarms).toEqual([
        { name: 'token-ledger-dev-A', since: '2026-11-21T12:00:00.000Z', ...words },
      ]);
    },
  );

  it('lists the worst reasons first', async () => {
    depths.live = { depth: { visible: 1, inFlight: 0 }, deadLetters: { visible: 1, inFlight: 0 } };
    queueAges = { live: 901 };
    const answer = await look();
    expect([answer.status, codes(answer)]).toEqual(['degraded', ['dead_letters', 'queue_age']]);
  });

  it.each(['rejects', 'never answers', 'throws'] as const)('answers when every source %s', async (fault) => {
    const fail = (): Promise<never> => {
      if (fault === 'throws') throw new Error('gone');
      return fault === 'rejects' ? Promise.reject(new Error('gone')) : new Promise(() => {});
    };
    const pair = { depth: fail, deadLetters: fail };
    const queues = { live: pair, bulk: pair, notifications: pair, exports: pair };
    sources = { rollUp: fail, quarantined: fail, heard: fail, queues, metrics: fail, alarms: fail };
    const answer = await look({ callMs: 20 });
    const unknown = ['alarms', 'metrics', 'quarantinedToday', 'rollUp', 'sources'];
    const ofQueues = HEALTH_QUEUES.flatMap((name) => [`queues.${name}`, `queues.${name}.deadLetters`]);
    expect(answer.unknown).toEqual([...unknown, ...ofQueues].toSorted());
    expect(answer).toMatchObject({
      status: 'degraded',
      rollUp: null,
      errors: null,
      alarms: null,
      sources: null,
    });
    expect(new Set(codes(answer))).toEqual(new Set(['not_reachable']));
    expect(telemetry.lines.filter(({ level }) => level === 'warn')).toHaveLength(13);
  });

  it.each(['rejects', 'never answers'] as const)(
    'asks again before it calls a deployment degraded whose ledger or queue %s once',
    async (fault) => {
      const { rollUp: readRollUp, queues } = sources;
      const failed = new Set<unknown>();
      const failsOnce =
        <T>(part: string, source: () => Promise<T>) =>
        (): Promise<T> => {
          if (failed.has(part)) return source();
          failed.add(part);
          return fault === 'rejects' ? Promise.reject(new Error('busy')) : new Promise(() => {});
        };
      sources = {
        ...sources,
        rollUp: failsOnce('rollUp', readRollUp),
        queues: { ...queues, live: { ...queues.live, depth: failsOnce('live', queues.live.depth) } },
      };
      expect(await look({ callMs: 50 })).toMatchObject({ status: 'ok', reasons: [], unknown: [] });
      expect(failed.size).toBe(2);
    },
  );

  it('shows when each source was last heard, and that one is silent, which changes no status', async () => {
    const minutes = (count: number) => NOON - count * 60_000;
    for (const at of [90, 31]) await heard.markHeard('anthropic_span', minutes(at));
    for (let at = 60; at >= 0; at -= 5) await heard.markHeard('client', minutes(at));
    expect(await look()).toMatchObject({
      status: 'ok',
      sources: [
        { source: 'anthropic_span', lastHeardAt: '2026-11-21T11:29:00.000Z', silent: true },
        { source: 'client', lastHeardAt: '2026-11-21T12:00:00.000Z', silent: false },
      ],
    });
  });

  it('is not degraded if only CloudWatch, the quarantine or the sources do not answer', async () => {
    const fail = () => Promise.reject(new Error('throttled'));
    sources = { ...sources, metrics: fail, alarms: fail, quarantined: fail, heard: fail };
    const unknown = ['alarms', 'metrics', 'quarantinedToday', 'sources'];
    expect(await look()).toMatchObject({ status: 'ok', unknown, freshnessSeconds: 0 });
  });

  it('checks at most every 15 seconds, however many requests come', async () => {
    const ask = monitor();
    const [first] = await Promise.all([ask(), ask()]);
    nowMs += 14_999;
    expect(await ask()).toEqual(first);
    expect(asked).toBe(1);
    nowMs += 1;
    expect((await ask()).asOf).toBe('2026-11-21T12:00:15.000Z');
    expect(asked).toBe(2);
  });
});
