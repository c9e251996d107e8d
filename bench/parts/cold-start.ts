import { type ChildProcess, execFile, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { SERVICES, type ServiceName } from '../../functions/shared/metrics.ts';
import { BUNDLING, functionBundle } from '../../lib/shared/function-bundles.ts';
import type { MeasurePart } from '../report/part.ts';

/*
 * Goals, with what they are out of: docs/figures.md, "Cold start". The SDK alone is measured in the same run,
 * as a goal in milliseconds would be one for the machine.
 */
const GOAL_BYTES = 400_000;
const GOAL_TIMES_SDK = 1.9;

/** The functions that somebody waits for, with the calls of their first answer. */
const CALLS = {
  'accept-usage': ['GetItem', 'Query', 'SendMessageBatch'],
  'record-usage': ['BatchExecuteStatement', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
  'query-usage': ['BatchGetItem', 'GetItem', 'Query'],
} as const satisfies Partial<Record<ServiceName, readonly string[]>>;
type Measured = keyof typeof CALLS;
const MEASURED = Object.keys(CALLS) as readonly Measured[];

const FOLDER = join(import.meta.dirname, '..', 'cold-start');
const SDK_ALONE = 'the SDK alone';

/** Bytes of the functions, and how long they take from nothing to the first answer. */
export const measure: MeasurePart = async ({ quick }) => {
  const runs = quick ? 7 : 25;
  const services = Object.values(SERVICES).toSorted();
  const sizes = services.map((service) => {
    const code = readFileSync(join(functionBundle(service), 'index.mjs'));
    return { service, bytes: code.length, compressed: gzipSync(code).length };
  });
  const turns = await withStandIn((standIn) => takeTurns(standIn, runs));
  const missed: string[] = [];
  const rows = ([SDK_ALONE, ...MEASURED] as const).map((name) => {
    const bytes = sizes.find(({ service }) => service === name)?.bytes;
    const middle = (of: (turn: FirstAnswer) => number) => median(turns.map((turn) => of(turn[name])));
    // Within a turn, as other work slows turns unevenly.
    const timesSdk = median(
      turns.map((turn) => turn[name].answered.cpu / turn[SDK_ALONE].answered.cpu),
    ).toFixed(2);
    if (bytes !== undefined && bytes > GOAL_BYTES)
      missed.push(`${name} has ${thousands(bytes)} bytes, the goal is ${thousands(GOAL_BYTES)}.`);
    if (Number(timesSdk) > GOAL_TIMES_SDK)
      missed.push(
        `${name} takes ${timesSdk} times the processor time of ${SDK_ALONE}, the goal is ${GOAL_TIMES_SDK}.`,
      );
    return [
      name,
      bytes ?? '',
      middle(({ started }) => started.cpu),
      middle(({ imported }) => imported.cpu),
      middle(({ answered }) => answered.cpu),
      timesSdk,
      middle(({ answered }) => answered.wall),
    ];
  });
  return {
    title: 'Cold start',
    method: `The bundle as deployed, in fresh processes of Node.js ${process.version}, ${runs} in turns: until its module is imported, and until its first answer, of a call that reaches DynamoDB and SQS over TLS (a stand-in in another process), beyond what Node.js takes to start. Medians. The SDK alone makes the calls of accept-usage, and is divided by within each turn. What Lambda does before that is not part of it.`,
    tables: [
      {
        columns: [
          'function',
          'bytes',
          'bare Node.js, CPU ms',
          'import, CPU ms more',
          'first answer, CPU ms more',
          'times the SDK alone',
          'by the clock, ms',
        ],
        rows,
      },
      {
        caption: 'All functions:',
        columns: ['function', 'bytes', 'compressed'],
        rows: sizes.map(({ service, bytes, compressed }) => [service, bytes, compressed]),
      },
    ],
    counted: Object.fromEntries(sizes.map(({ service, bytes }) => [`bytes of ${service}`, bytes])),
    missed,
  };
};

type Turn = Readonly<Record<Measured | typeof SDK_ALONE, FirstAnswer>>;

async function takeTurns(standIn: StandIn, runs: number): Promise<readonly Turn[]> {
  const turns: Turn[] = [];
  for (let run = 0; run < runs; run += 1) {
    const of = (service: Measured) =>
      firstAnswer(standIn, join(functionBundle(service), 'index.mjs'), service);
    turns.push({
      [SDK_ALONE]: await firstAnswer(standIn, standIn.sdkAlone, 'accept-usage'),
      'accept-usage': await of('accept-usage'),
      'record-usage': await of('record-usage'),
      'query-usage': await of('query-usage'),
    });
  }
  return turns;
}

interface StandIn {
  readonly process: ChildProcess;
  readonly endpoint: string;
  readonly certificate: string;
  /** A bundle that makes the calls of accept-usage. */
  readonly sdkAlone: string;
  /** `first-answer.ts`, compiled. */
  readonly script: string;
}

async function withStandIn<R>(use: (standIn: StandIn) => Promise<R>): Promise<R> {
  const folder = mkdtempSync(join(tmpdir(), 'token-ledger-cold-start-'));
  try {
    const [key, certificate, sdkAlone, script] = [
      'key.pem',
      'certificate.pem',
      'sdk-alone.mjs',
      'first-answer.mjs',
    ].map((name) => join(folder, name)) as [string, string, string, string];
    makeCertificate(key, certificate);
    buildSync({ ...BUNDLING, entryPoints: [join(FOLDER, 'sdk-alone.ts')], outfile: sdkAlone });
    buildSync({ entryPoints: [join(FOLDER, 'first-answer.ts')], format: 'esm', outfile: script });
    const child = fork(join(FOLDER, 'stand-in.ts'), [key, certificate], { execArgv: [] });
    const [endpoint] = (await once(child, 'message')) as [string];
    try {
      return await use({ process: child, endpoint, certificate, sdkAlone, script });
    } finally {
      child.disconnect();
      await once(child, 'exit');
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Node.js cannot make one. */
function makeCertificate(key: string, certificate: string): void {
  execFileSync(
    'openssl',
    [
      ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost'.split(
        ' ',
      ),
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-keyout',
      key,
      '-out',
      certificate,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
}

interface Times {
  readonly wall: number;
  readonly cpu: number;
}

/** In ms. */
interface FirstAnswer {
  /** What Node.js took to start. */
  readonly started: Times;
  /** Beyond that. */
  readonly imported: Times;
  readonly answered: Times;
}

async function firstAnswer(
  { process: standIn, endpoint, certificate, script }: StandIn,
  bundle: string,
  service: Measured,
): Promise<FirstAnswer> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [script, bundle, service, join(FOLDER, 'events.json')],
    {
      env: {
        PATH: process.env['PATH'],
        NODE_EXTRA_CA_CERTS: certificate,
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
        POWERTOOLS_SERVICE_NAME: service,
        POWERTOOLS_METRICS_NAMESPACE: 'TokenLedger',
        LIVE_QUEUE_URL: `${endpoint}/123456789012/live`,
        BULK_QUEUE_URL: `${endpoint}/123456789012/bulk`,
        NOTIFICATION_QUEUE_URL: `${endpoint}/123456789012/notifications`,
        ...ENVIRONMENT,
      },
    },
  );
  standIn.send('calls');
  const [calls] = (await once(standIn, 'message')) as [readonly string[]];
  // A function that cannot reach a service may answer all the same, by another way.
  if (calls.join() !== CALLS[service].join()) throw new Error(`${service} called ${calls.join()}.`);
  return JSON.parse(stdout.split('\n').at(-1) ?? '') as FirstAnswer;
}

/** What the measured functions read from it. */
const ENVIRONMENT = {
  STAGE: 'dev',
  RECORDS_TABLE: 'records',
  LEDGER_TABLE: 'ledger',
  ASYNC_PROCESSING: 'true',
  QUALITY_METRICS: 'true',
  RETENTION_DAYS: '90',
  LEAF_MINUTES: '60',
  LATE_LIMIT_DAYS: '35',
  MAX_TOKENS_PER_RECORD: '100000000',
  EVENTS: '[]',
  DEFAULT_ACCESS_KEYS: '{}',
  PSEUDONYMIZE_USERS: 'false',
  REPORTING_TIME_ZONE: 'UTC',
  CACHE_TTL_SECONDS: '3600',
};

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}
