import { describe, expect, it } from '@jest/globals';
import { NOON } from '../support/records.ts';
import { changed, type Deployment, examined, gone, health, html, problem } from './support/examined.ts';
import { servedMachine } from './support/served-machine.ts';

describe('the doctor', () => {
  it('finds nothing wrong with a healthy deployment, and sends a call by each way', async () => {
    const { code, results } = await examined({});
    const notOk = results.filter(({ status }) => status !== 'ok');
    expect(notOk).toMatchObject([{ check: 'gateway', status: 'skipped' }]);
    expect(results).toHaveLength(17);
    expect(code).toBe(0);
  });

  it('says what it cannot see without AWS, and that is no fault', async () => {
    const { code, results } = await examined({ aws: 'none' });
    expect(code).toBe(0);
    const skipped = results.filter(({ status }) => status === 'skipped');
    expect(skipped.map(({ check }) => check)).toEqual([
      'record over SQS',
      'gateway',
      'functions',
      'schedules',
      'alarm subscribers',
      'quotas',
      'retention',
    ]);
    for (const { found } of skipped) expect(found).toContain('--stage');
  });

  it('counts its own calls where it says, and they cost nothing', async () => {
    const machine = servedMachine();
    const { find } = await examined({}, machine);
    expect(find('record over OpenTelemetry')?.found).toContain(
      'It counts as a request of no tokens of the feature claude_code.',
    );
    machine.api.harness.ledger.nowMs = NOON + 60_000;
    const features = (await machine.json('top --by feature --sort requests')) as readonly object[];
    for (const [id, requests] of [
      ['token-ledger-doctor', 2],
      ['claude_code', 1],
    ])
      expect(features).toContainEqual(
        expect.objectContaining({
          id,
          requests,
          tokens: expect.objectContaining({ total: 0 }),
          cost: expect.objectContaining({ usd: '0' }),
        }),
      );
  });

  const queue = (part: object) =>
    changed((body: { queues: object }) => ({ ...body, alarms: [], queues: { ...body.queues, ...part } }));
  const depth = { visible: 1, inFlight: 0, oldestSeconds: 0, deadLetters: 0 };
  const late = (seconds: number) =>
    changed((body: object) => ({ ...body, lastCompletedAt: new Date(NOON - seconds * 1000).toISOString() }));
  /** A closed hour has waited for so long. */
  const waiting = ({ seconds, ...part }: { seconds: number; lastCompletedAt?: null }) =>
    changed((body: object) => ({
      ...body,
      lastCompletedAt: new Date(NOON).toISOString(),
      ...part,
      pending: {
        counts: { hour: 1, day: 0, month: 0 },
        oldestSince: new Date(NOON - seconds * 1000).toISOString(),
        buckets: [],
      },
    }));
  const unpriced = changed((body: { consumers: { id: string; cost: object }[] }) => ({
    ...body,
    consumers: body.consumers.map((consumer) => ({
      ...consumer,
      id: 'claude-next-9',
      cost: { ...consumer.cost, unpricedRequests: 3 },
    })),
  }));
  const clock = (answer: Response) =>
    new Response(answer.body, { headers: { date: new Date(NOON - 3_600_000).toUTCString() } });
  const denied = Object.assign(new Error('not authorized'), { name: 'AccessDenied' });

  it.each([
    [
      'the address of nothing',
      'reach',
      { answers: { '/v1/openapi.json': gone } },
      'does not answer',
      'output ApiUrl',
    ],
    [
      'the address of something else',
      'reach',
      { answers: { '/v1/openapi.json': html } },
      'is not the API',
      'login --url <ApiUrl>',
    ],
    ['a clock an hour ahead', 'clocks', { answers: { '/v1/openapi.json': clock } }, '3600 s ahead', 'NTP'],
    [
      'a wrong key',
      'credentials',
      { answers: { '/v1/health': problem(401, 'invalid_credentials') } },
      'invalid_credentials',
      'token-ledger login',
    ],
    [
      'a disabled key',
      'credentials',
      { answers: { '/v1/health': problem(401, 'disabled_access_key') } },
      'disabled',
      'token-ledger keys enable',
    ],
    [
      'an intake without queue and table',
      'record over HTTP',
      { answers: { '/v1/usage': problem(503, 'not_stored') } },
      'can store nothing',
      'logs of accept-usage',
    ],
    [
      'a consumer that is off',
      'record over SQS',
      { consumes: false },
      'not recorded within 20 s',
      'record-usage',
    ],
    [
      'a consumer whose trigger is off',
      'functions',
      {
        aws: {
          consumers: async () => [{ id: 'u-1', functionName: 'record-usage', enabled: false }],
        },
      },
      'do not read their queue: record-usage',
      'update-event-source-mapping --uuid u-1 --enabled',
    ],
    [
      'a function that may not run',
      'functions',
      { aws: { functions: async () => [{ name: 'roll-up', reservedConcurrency: 0 }] } },
      'reserved concurrency is 0: roll-up',
      'delete-function-concurrency --function-name roll-up',
    ],
    [
      'an expired sign-in',
      'credentials',
      { answers: { '/v1/health': problem(401, 'expired_credentials') } },
      'expired',
      'token-ledger login --browser',
    ],
    [
      'a queue that IAM forbids',
      'record over SQS',
      { aws: { sendMessage: () => Promise.reject(denied) } },
      'IAM does not allow',
      'sqs:SendMessage',
    ],
    [
      'dead letters',
      'dead letters',
      { answers: { '/v1/health': queue({ live: { ...depth, deadLetters: 3 } }) } },
      'live 3',
      'token-ledger failed retry',
    ],
    [
      'a backlog',
      'queues',
      { answers: { '/v1/health': queue({ live: { ...depth, oldestSeconds: 3600 } }) } },
      'live for 60 min',
      'concurrency',
    ],
    [
      'a schedule that is off',
      'schedules',
      { aws: { schedules: async () => [{ name: 'sweep', enabled: false }] } },
      'Switched off: sweep',
      '--state ENABLED',
    ],
    [
      'a stack without schedules',
      'schedules',
      { aws: { schedules: async () => [] } },
      'no schedule',
      'autoAggregation.enabled',
    ],
    [
      'a silent roll-up',
      'roll-up',
      { answers: { '/v1/aggregations': late(3600) } },
      'last completed 60 min ago',
      'docs/runbook.md',
    ],
    [
      'a roll-up that never ran',
      'roll-up',
      { answers: { '/v1/aggregations': waiting({ lastCompletedAt: null, seconds: 601 }) } },
      'has never completed',
      'docs/runbook.md',
    ],
    [
      'a roll-up that falls behind',
      'roll-up',
      { answers: { '/v1/aggregations': waiting({ seconds: 9001 }) } },
      'has waited for 3 h',
      'token-ledger aggregate --date yesterday',
    ],
    [
      'an active alarm',
      'alarms',
      {
        answers: {
          '/v1/health': health({
            alarms: [{ name: 'X', since: '', severity: 'high', meaning: 'Lost.', runbook: 'dead-letters' }],
          }),
        },
      },
      'X (Lost.)',
      'runbook.md#dead-letters',
    ],
    [
      'a topic without subscriber',
      'alarm subscribers',
      { aws: { subscriptions: async () => [] } },
      'no subscriber',
      'monitoring.alertEmail',
    ],
    [
      'a subscription that nobody confirmed',
      'alarm subscribers',
      { aws: { subscriptions: async () => [{ endpoint: 'a@b.c', confirmed: false }] } },
      'a@b.c',
      'Confirm it',
    ],
    [
      'a model without a price',
      'prices',
      { answers: { '/v1/top-consumers': unpriced } },
      'claude-next-9 (3 requests)',
      'token-ledger prices set',
    ],
    [
      'a late limit beyond what can be counted',
      'retention',
      { aws: { environmentOf: async () => ({ LATE_LIMIT_DAYS: '730' }) } },
      'up to 730 days old are accepted',
      'lateLimitDays',
    ],
  ] as const)('finds %s, and names the fix', async (_, check, fault, found, fix) => {
    const deployment = fault as Deployment;
    const { code, results, find } = await examined(deployment);
    const result = find(check);
    expect(result).toMatchObject({
      status: 'failed',
      found: expect.stringContaining(found),
      fix: expect.stringContaining(fix),
    });
    expect(result?.why).not.toBe('');
    // Telemetry takes the same queue, and needs the same consumer.
    const alike = deployment.consumes === false ? ['record over OpenTelemetry'] : [];
    expect(results.filter(({ status }) => status === 'failed').map((each) => each.check)).toEqual([
      ...alike,
      check,
    ]);
    expect(code).toBe(1);
  });

  it('warns of an account in which few functions may run, and of a key that may not administer', async () => {
    const { code, find } = await examined({
      aws: { concurrentExecutions: async () => 10 },
      answers: { '/v1/access-keys': problem(403, 'insufficient_scope') },
    });
    expect(find('quotas')).toMatchObject({
      status: 'warning',
      found: expect.stringContaining('Only 10'),
      fix: expect.stringContaining('L-B99A9384'),
    });
    expect(find('credentials')).toMatchObject({
      status: 'warning',
      fix: expect.stringContaining('--scopes ingest,read,admin'),
    });
    expect(code).toBe(0);
  });

  it('warns of a roll-up that has not run yet, exactly until something has waited for ten minutes', async () => {
    const answers = { '/v1/aggregations': waiting({ lastCompletedAt: null, seconds: 600 }) };
    const { code, find } = await examined({ answers });
    expect([code, find('roll-up')]).toMatchObject([
      0,
      { status: 'warning', fix: expect.stringContaining('first run') },
    ]);
  });

  it('goes on after a check that cannot run, and stops where nothing else could', async () => {
    const broken = await examined({ aws: { schedules: () => Promise.reject(new Error('Throttled.')) } });
    expect(broken.find('schedules')).toMatchObject({
      status: 'failed',
      found: 'cannot be checked: Throttled.',
    });
    expect(broken.find('retention')).toMatchObject({ status: 'ok' });
    const unreachable = await examined({ answers: { '/v1/openapi.json': gone } });
    expect(unreachable.results.slice(1).map(({ status }) => status)).toEqual(
      Array.from({ length: 16 }, () => 'skipped'),
    );
  });

  it('shows people a line a check, why it matters and how to mend it', async () => {
    const machine = servedMachine();
    const { out } = await machine.run('doctor', { fetch: gone as typeof globalThis.fetch });
    expect(out).toContain(
      '✗ reach  https://ledger.example.com does not answer.\n    Why it matters: Nothing works without the API.\n    How to mend it: Compare the address',
    );
    expect(out).toMatch(/0 ok, 0 warnings, 1 failed, 16 not checked\.\n$/);
  });
});
