import { aggregationRequestSchema } from '../../aggregations.ts';
import { aggregationStartResponse, aggregationsResponse } from '../../aggregations-response.ts';
import { conflictsQuery } from '../../conflicts.ts';
import { conflictsResponse } from '../../conflicts-response.ts';
import { healthResponse } from '../../health-response.ts';
import { qualityQuery } from '../../quality.ts';
import { qualityResponse } from '../../quality-response.ts';
import { rebuildRequestSchema } from '../../rebuild.ts';
import { rebuildResponse } from '../../rebuild-response.ts';
import { madeId, TOKENS } from '../examples.ts';
import { ok, tagged } from '../operation.ts';

const HOURS = { from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' };

const SIDE = {
  requestId: 'req_011CXyz',
  occurredAt: '2026-11-20T10:15:30.123Z',
  receivedAt: '2026-11-20T10:15:31.042Z',
  userId: 'u_42',
  model: 'claude-sonnet-5-5',
  status: 'ok',
  source: 'client',
  tokens: TOKENS,
} as const;
const OTHER_TOKENS = { ...TOKENS, output: 501, total: 1651, effective: 1501 };

const IDLE = { visible: 0, inFlight: 0, oldestSeconds: 0, deadLetters: 0 };

const REBUILD = {
  id: 'kT3xPq0aVb9LwZ1c',
  ...HOURS,
  repair: false,
  status: 'running',
  startedAt: '2026-11-21T12:30:00.000Z',
  hours: 24,
  pendingHours: 4,
  openHours: 0,
  skippedFrozenHours: 0,
  processedRecords: 34_118,
  errors: [],
};

const DEFECTS = {
  records: 8819,
  unpricedRecords: 3,
  partialRecords: 4,
  totalsOnlyRecords: 0,
  recordsWithoutUser: 90,
  recordsWithoutFeature: 0,
  unattributedRecords: 12,
  lateRecords: 0,
};

const AUDITED_DAY = {
  date: '2026-11-20',
  ...HOURS,
  startedAt: '2026-11-21T02:20:01.000Z',
  finishedAt: '2026-11-21T04:20:09.000Z',
  complete: true,
  score: 98,
  grade: 'good',
  ...DEFECTS,
  quarantinedRecords: 0,
  figures: { compared: 482_300, repaired: 2, kept: 0 },
  parts: { compared: 76, pending: 0, tooLarge: 0, frozen: 0, unchecked: 0 },
  pastDates: ['2026-10-08', '2026-10-09'],
  outcomes: [{ kind: 'hour', from: '2026-10-08T14:00:00.000Z', figures: 2, outcome: 'repaired' }],
  sources: [{ source: 'client', score: 99, grade: 'good', ...DEFECTS }],
} as const;

export const OPERATION_OPERATIONS = tagged('Operations', {
  getHealth: {
    summary: 'Health',
    description:
      'Freshness, lag, errors and active alarms. Absent if `monitoring.enableHealthCheck` is false.',
    answer: ok('The state of the deployment.', healthResponse, {
      status: 'degraded',
      reasons: [{ code: 'dead_letters', message: 'Messages that the live queue gave up: 3.' }],
      unknown: [],
      asOf: '2026-11-21T12:30:00.000Z',
      freshnessSeconds: 4,
      rollUp: {
        lastCompletedAt: '2026-11-21T12:29:31.000Z',
        pending: { hour: 0, day: 0, month: 0 },
        oldestPendingSeconds: 0,
      },
      queues: {
        live: { visible: 12, inFlight: 40, oldestSeconds: 4, deadLetters: 3 },
        bulk: IDLE,
        notifications: IDLE,
        exports: IDLE,
      },
      errors: {
        from: '2026-11-21T11:30:00.000Z',
        records: { accepted: 41_230, rejected: 12, failed: 0, errorRate: 0.000291, threshold: 0.05 },
        api: { requests: 2210, serverErrors: 0 },
        consumer: { invocations: 980, errors: 3 },
      },
      alarms: [
        {
          name: 'token-ledger-prod-LiveDeadLetters',
          since: '2026-11-21T12:21:10.000Z',
          severity: 'high',
          meaning: 'Usage could not be recorded and waits in the dead-letter queue.',
          runbook: 'dead-letters',
        },
      ],
      quarantinedToday: { records: 0, complete: true },
      sources: [
        { source: 'anthropic_span', lastHeardAt: '2026-11-21T12:26:40.120Z', silent: false },
        { source: 'client', lastHeardAt: '2026-11-21T12:28:11.730Z', silent: false },
      ],
    }),
  },
  getQuality: {
    summary: 'Quality',
    description:
      'Completeness and consistency of at most 31 days. If `complete` is false, repeat with `next` as `from` and add the figures.',
    query: qualityQuery,
    answer: ok('The comparisons and the differences.', qualityResponse, {
      asOf: '2026-11-21T12:30:00.000Z',
      range: HOURS,
      status: 'ok',
      complete: true,
      hours: { compared: 24, pending: 0, frozen: 0, open: 0, tooLarge: 0 },
      completeness: {
        hour: { expected: 8819, found: 8819, ratio: 1 },
        day: { expected: 8819, found: 8819, ratio: 1 },
        month: { expected: 8819, found: 8819, ratio: 1 },
      },
      consistency: { differences: 0, first: [] },
      sample: { copies: 200, claims: 200 },
      usage: {
        records: 8819,
        lateRecords: 0,
        completions: 40,
        clockClampedRecords: 0,
        requests: 8819,
        cacheCreationTokens: 1000,
        unattributedTokens: 100,
        unattributedShare: 0.1,
        unpricedRequests: 3,
        uncertainRequests: 12,
      },
      coverage: {
        hoursRead: 24,
        complete: true,
        sources: [
          {
            source: 'client',
            records: 8819,
            partialRecords: 4,
            totalsOnlyRecords: 0,
            recordsWithoutUser: 90,
            unpricedRecords: 3,
            lastHeardAt: '2026-11-21T12:28:11.730Z',
            silent: false,
          },
        ],
      },
      witnessed: { seen: 8830, held: 8810, recorded: 15, withoutIdentity: 5 },
      conflicts: { reports: 1, complete: true },
      unpriced: { models: [{ model: 'claude-next-1', requests: 3 }], complete: true },
      history: { days: [AUDITED_DAY] },
      quarantined: { records: 0, complete: true },
    }),
  },
  listConflicts: {
    summary: 'Reports that contradict a record',
    description:
      'Each conflict with both sides: the record, and the report under the same name that names another user, other figures, or ' +
      'another second name. At most 90 days.',
    query: conflictsQuery,
    answer: ok('Conflicts, those of the latest day first.', conflictsResponse, {
      asOf: '2026-11-21T12:30:00.000Z',
      range: HOURS,
      conflicts: [
        {
          id: '5f0c9b7be41a22d390417c55',
          reason: 'figures',
          receivedAt: '2026-11-20T10:17:02.500Z',
          accessKeyId: 'ak_01',
          accessKeyName: 'search service',
          recorded: SIDE,
          reported: { ...SIDE, receivedAt: '2026-11-20T10:17:02.500Z', tokens: OTHER_TOKENS },
        },
      ],
    }),
  },
  getAggregations: {
    summary: 'Roll-up status',
    answer: ok('The state of the roll-up.', aggregationsResponse, {
      asOf: '2026-11-21T12:30:00.000Z',
      lastCompletedAt: '2026-11-21T12:29:31.412Z',
      pending: {
        counts: { hour: 1, day: 0, month: 0 },
        oldestSince: null,
        buckets: [
          {
            period: 'hour',
            from: '2026-11-21T12:00:00.000Z',
            to: '2026-11-21T13:00:00.000Z',
            pendingSince: '2026-11-21T12:00:04.000Z',
          },
        ],
      },
      latestRebuild: {
        id: '01JDC3Y5W7N8Q2R4T6V8X0Z1B3',
        from: '2026-11-01T00:00:00.000Z',
        to: '2026-11-08T00:00:00.000Z',
        repair: false,
        startedAt: '2026-11-20T09:14:02.000Z',
      },
    }),
  },
  startAggregation: {
    summary: 'Roll up a range now',
    description:
      'A day of the reporting time zone, or full hours, at most 400 days. Answers when the hours are recomputed, after 25 seconds at ' +
      'the latest: the rest goes on in the background. Repeating this is harmless.',
    body: {
      schema: aggregationRequestSchema,
      examples: {
        yesterday: { date: 'yesterday' },
        range: { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' },
      },
    },
    answer: ok('What was recomputed, and what still waits.', aggregationStartResponse, {
      ...HOURS,
      status: 'finished',
      hours: 21,
      pendingHours: 0,
      openHours: 0,
      emptyHours: 3,
      skippedFrozenHours: 0,
      processedRecords: 41_230,
      errors: [],
      executionTimeMs: 1840,
    }),
  },
  startRebuild: {
    summary: 'Rebuild statistics',
    description:
      'Recomputes the statistics of a range from its records: full hours, at most 400 days. Answers stay exact meanwhile.',
    body: {
      schema: rebuildRequestSchema,
      examples: { day: { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z', repair: false } },
    },
    answer: {
      status: 202,
      description: 'The hours are marked; `Location` has the path of the rebuild.',
      schema: rebuildResponse,
      example: REBUILD,
      location: 'getRebuild',
    },
    problems: ['rebuild_running', 'range_frozen'],
  },
  getRebuild: {
    summary: 'One rebuild',
    path: { id: madeId('The id of the rebuild.', 'kT3xPq0aVb9LwZ1c') },
    answer: ok('The rebuild with its progress.', rebuildResponse, REBUILD),
    problems: ['rebuild_not_found'],
  },
});
