import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../packages/cli/src/doctor/check.ts';
import type { DoctorAws } from '../../packages/cli/src/doctor/doctor-aws.ts';
import { startTestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { queueConsumer } from './support/consume-queue.ts';
import { servedMachine } from './support/served-machine.ts';

const DAY_MS = 86_400_000;

/** What a check finds without a fault. */
interface Deployment {
  /** Changes the answer of a path. */
  readonly answers?: Readonly<Record<string, (answer: Response) => Response | Promise<Response>>>;
  readonly aws?: Partial<DoctorAws> | 'none';
  /** Whether queued messages are recorded. */
  readonly consumes?: boolean;
  /** The address of the gateway. */
  readonly gateway?: string;
  /** How it answers; by default it is a server. */
  readonly askGateway?: typeof globalThis.fetch;
  /** Of the machine, beside the ledger and its key. */
  readonly env?: Readonly<Record<string, string>>;
  /** More options. */
  readonly options?: string;
}

const html = async () => new Response('<html>', { status: 200 });
const gone = () => Promise.reject(new TypeError('fetch failed'));

/** Changes a part of a JSON answer. */
const changed = (change: (body: never) => object) => async (answer: Response) =>
  Response.json(change((await answer.json()) as never), { status: answer.status });
const problem = (status: number, code: string) => () =>
  Response.json(
    { code, detail: `It is ${code}.`, title: code, type: 'urn:x', status, retryable: false },
    { status },
  );
const health = (part: object) => changed((body: object) => ({ ...body, alarms: [], ...part }));

async function examined(deployment: Deployment, machine = servedMachine()) {
  const { answers = {}, aws = {}, consumes = true, gateway, env, options = '' } = deployment;
  const { askGateway = globalThis.fetch } = deployment;
  const { api } = machine;
  await api.record(usageRecord({ occurredAtMs: NOON - DAY_MS }));
  const consume = queueConsumer(api);
  const healthy: typeof answers = {
    '/v1/health': health({}),
    '/v1/aggregations': changed((body: object) => ({
      ...body,
      lastCompletedAt: new Date(NOON - 30_000).toISOString(),
      pending: { counts: { hour: 0, day: 0, month: 0 }, oldestSince: null, buckets: [] },
    })),
  };
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (gateway !== undefined && request.url.startsWith(gateway)) return askGateway(request);
    const answer = await api.fetch(request);
    const dated = new Response(await answer.text(), {
      status: answer.status,
      headers: { ...Object.fromEntries(answer.headers), date: new Date(NOON).toUTCString() },
    });
    return { ...healthy, ...answers }[pathname]?.(dated) ?? dated;
  };
  let waitedMs = 0;
  const doctorAws: DoctorAws = {
    outputs: {
      LiveQueueUrl: 'live',
      AlarmTopicArn: 'arn:topic',
      RetentionDays: '90',
      ...(gateway !== undefined && { GatewayUrl: gateway }),
    },
    schedules: async () => [{ name: 'roll-up', enabled: true }],
    consumers: async () => [{ id: 'u-1', functionName: 'record-usage', enabled: true }],
    functions: async () => [{ name: 'record-usage', reservedConcurrency: undefined }],
    subscriptions: async () => [{ endpoint: 'ops@example.com', confirmed: true }],
    concurrentExecutions: async () => 1000,
    environmentOf: async () => ({ LATE_LIMIT_DAYS: '35' }),
    sendMessage: async (_, body) => api.queue.send('live', [body]).then(() => undefined),
    ...(aws === 'none' ? {} : aws),
  };
  const { code, out } = await machine.run(`doctor --json --found-within 20 ${options}`, {
    env: { TOKEN_LEDGER_URL: 'https://ledger.example.com', TOKEN_LEDGER_KEY: 'tl_ak_1_secret', ...env },
    fetch: fetch as typeof globalThis.fetch,
    nowMs: () => NOON + waitedMs,
    sleep: async (ms) => {
      waitedMs += ms;
      if (consumes) await consume();
    },
    ...(aws === 'none' ? {} : { doctorAws }),
  });
  const results = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CheckResult);
  return { code, results, find: (check: string) => results.find((result) => result.check === check) };
}

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

/** What the gateway recorded. */
const callsIn = (queue: ReturnType<typeof servedMachine>['api']['queue']) =>
  queue
    .sent('live')
    .flatMap((body) => (JSON.parse(body) as { records: { source?: string }[] }).records)
    .filter(({ source }) => source === 'gateway');

describe('the doctor at the gateway', () => {
  let api: MessagesApi;
  const running: Awaited<ReturnType<typeof startTestGateway>>[] = [];
  beforeAll(async () => {
    api = await startMessagesApi();
  });
  afterEach(() => Promise.all(running.splice(0).map(({ stop }) => stop(0))));
  afterAll(() => api.close());

  /** Examines a deployment with this gateway, whose access key the doctor has. */
  async function examinedWith(
    gateway: Partial<TestGatewayOptions>,
    { key = 'own', ...deployment }: Deployment & { readonly key?: 'own' | 'wrong' } = {},
  ) {
    const machine = servedMachine();
    const { queue } = machine.api;
    const started = await startTestGateway({ upstreamUrl: api.url, queue, ...gateway });
    running.push(started);
    const env = { ...(key === 'own' && { TOKEN_LEDGER_KEY: started.key.printed }), ...deployment.env };
    const { find } = await examined({ ...deployment, gateway: started.url, env }, machine);
    return { found: find('gateway'), calls: () => callsIn(queue) };
  }

  it('sees that it forwards calls, and sends none that is billed', async () => {
    const { found, calls } = await examinedWith({});
    expect(found).toMatchObject({ status: 'ok', found: expect.stringMatching(/ forwards calls\.$/) });
    const passing = await examinedWith({ mode: 'pass-through' });
    expect(passing.found).toMatchObject({ status: 'ok', found: expect.stringMatching(/ and their keys\.$/) });
    expect(calls()).toEqual([]);
  });

  it('sends a call that is billed if it is asked to, and finds it', async () => {
    const { found, calls } = await examinedWith({}, { options: '--paid-call' });
    expect(found).toMatchObject({ status: 'ok', found: expect.stringContaining('It was found after') });
    expect(calls()).toMatchObject([{ feature: 'token-ledger-doctor', usage: { output_tokens: 7 } }]);
  });

  it('says that a paid call through a gateway that passes keys on needs one', async () => {
    const options = '--paid-call';
    const without = await examinedWith({ mode: 'pass-through' }, { options });
    expect(without.found).toMatchObject({
      status: 'skipped',
      found: expect.stringContaining('ANTHROPIC_API_KEY'),
    });
    const env = { ANTHROPIC_API_KEY: 'sk-ant-mine' };
    const { found } = await examinedWith({ mode: 'pass-through' }, { options, env });
    expect(found).toMatchObject({ status: 'ok', found: expect.stringContaining('It was found after') });
  });

  const noKey = () => Promise.reject(new Error('There is no such secret.'));
  const refusing = async () =>
    Response.json({ type: 'error' }, { status: 401, headers: { 'request-id': 'req_1' } });

  it.each([
    ['a wrong key', {}, { key: 'wrong' }, 'is not valid', '--scopes ingest'],
    ['a vault without a key', { anthropicKey: noKey }, {}, "cannot read Anthropic's key", 'put-secret-value'],
    [
      'a key that Anthropic refuses',
      { sendUpstream: refusing },
      {},
      'Anthropic refuses the key',
      'put-secret-value',
    ],
    [
      'an address of nothing behind it',
      { upstreamUrl: 'http://127.0.0.1:9' },
      {},
      'Messages API cannot be reached',
      'gateway.upstream',
    ],
    [
      'a queue that does not take its records',
      {
        queue: { send: async (_: string, bodies: readonly string[]) => bodies.map(() => ({ kind: 'sent' })) },
      },
      { options: '--paid-call' },
      'not recorded within 20 s',
      'record-usage',
    ],
  ] as const)('finds %s, and names the fix', async (_, gateway, deployment, found, fix) => {
    const seen = await examinedWith(gateway as Partial<TestGatewayOptions>, deployment as Deployment);
    expect(seen.found).toMatchObject({
      status: 'failed',
      found: expect.stringContaining(found),
      fix: expect.stringContaining(fix),
    });
  });

  it('warns of an API that is overloaded', async () => {
    const sendUpstream = async () => Response.json({}, { status: 529, headers: { 'request-id': 'req_1' } });
    const { found } = await examinedWith({ sendUpstream });
    expect(found).toMatchObject({ status: 'warning', found: 'Anthropic answers 529 at the moment.' });
  });

  it.each([
    ['nothing', gone, 'does not answer', 'output GatewayUrl'],
    ['something else', html, 'is no gateway', 'output GatewayUrl'],
    [
      'a gateway without room',
      async () =>
        new Response('{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded"}', { status: 429 }),
      'throttled',
      'gateway.reservedConcurrency',
    ],
  ] as const)('finds %s at its address', async (_, answer, found, fix) => {
    const { find } = await examined({ gateway: 'https://gateway.example.com', askGateway: answer });
    expect(find('gateway')).toMatchObject({
      status: 'failed',
      found: expect.stringContaining(found),
      fix: expect.stringContaining(fix),
    });
  });
});
