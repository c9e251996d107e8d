import type { CheckResult } from '../../../packages/cli/src/doctor/check.ts';
import type { DoctorAws } from '../../../packages/cli/src/doctor/doctor-aws.ts';
import { NOON, usageRecord } from '../../support/records.ts';
import { queueConsumer } from './consume-queue.ts';
import { servedMachine } from './served-machine.ts';

const DAY_MS = 86_400_000;

/** What a check finds without a fault. */
export interface Deployment {
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

export const html = async () => new Response('<html>', { status: 200 });
export const gone = () => Promise.reject(new TypeError('fetch failed'));

/** Changes a part of a JSON answer. */
export const changed = (change: (body: never) => object) => async (answer: Response) =>
  Response.json(change((await answer.json()) as never), { status: answer.status });
export const problem = (status: number, code: string) => () =>
  Response.json(
    { code, detail: `It is ${code}.`, title: code, type: 'urn:x', status, retryable: false },
    { status },
  );
export const health = (part: object) => changed((body: object) => ({ ...body, alarms: [], ...part }));

/** What the doctor finds in a deployment that is healthy but for what is said. */
export async function examined(deployment: Deployment, machine = servedMachine()) {
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
