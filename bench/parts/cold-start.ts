import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { SERVICES, type ServiceName } from '../../functions/shared/metrics.ts';
import { functionBundle } from '../../lib/shared/function-bundles.ts';
import type { MeasurePart } from '../report/part.ts';

const GOAL_BYTES = 350_000;
const GOAL_MS = 60;
/** The functions that somebody waits for. */
const MEASURED = ['accept-usage', 'record-usage', 'query-usage'] as const;

/** Bytes of the functions, and how long they take from nothing to the first answer. */
export const measure: MeasurePart = async ({ quick }) => {
  const runs = quick ? 3 : 21;
  const services = Object.values(SERVICES).toSorted();
  const sizes = services.map((service) => {
    const code = readFileSync(join(functionBundle(service), 'index.mjs'));
    return { service, bytes: code.length, compressed: gzipSync(code).length };
  });
  const standIn = fork(join(import.meta.dirname, '..', 'cold-start', 'stand-in.ts'), { execArgv: [] });
  const [endpoint] = (await once(standIn, 'message')) as [string];
  const rows = [];
  const missed: string[] = [];
  try {
    for (const service of MEASURED) {
      const times = await timesOf(service, endpoint, runs);
      const bytes = sizes.find((each) => each.service === service)?.bytes ?? Number.NaN;
      rows.push([
        service,
        bytes,
        times.bare.wall,
        times.imported.wall,
        times.answered.wall,
        times.answered.cpu,
      ]);
      if (bytes > GOAL_BYTES)
        missed.push(
          `${service} has ${bytes.toLocaleString('en-US')} bytes, the goal is ${GOAL_BYTES.toLocaleString('en-US')}.`,
        );
      // Other work on the machine takes from the wall clock, not from the time of the processor.
      const answered = Math.min(times.answered.wall, times.answered.cpu);
      if (answered > GOAL_MS)
        missed.push(
          `${service} takes ${answered.toFixed(0)} ms over bare Node.js to its first answer, the goal is ${GOAL_MS} ms.`,
        );
    }
  } finally {
    await stop(standIn);
  }
  return {
    title: 'Cold start',
    method: `The bundle as deployed, in fresh processes of Node.js ${process.version}, ${runs} in turns: until its module is imported, and until its first answer, of a call that reaches DynamoDB and SQS (a stand-in in another process); the median beyond that of a process that does nothing. What Lambda does before that is not part of it.`,
    tables: [
      {
        columns: [
          'function',
          'bytes',
          'bare Node.js, ms',
          'import, ms more',
          'first answer, ms more',
          'its CPU, ms more',
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

interface Times {
  readonly wall: number;
  readonly cpu: number;
}

/** Medians in ms; those of the function are beyond bare Node.js. Runs take turns, so that other work slows all alike. */
async function timesOf(service: (typeof MEASURED)[number], endpoint: string, runs: number) {
  const times = { bare: [] as Times[], import: [] as Times[], answer: [] as Times[] };
  for (let run = 0; run < runs; run += 1)
    for (const until of ['bare', 'import', 'answer'] as const)
      times[until].push(await timeOf(service, endpoint, until));
  const medians = (of: readonly Times[]) => ({
    wall: median(of.map(({ wall }) => wall)),
    cpu: median(of.map(({ cpu }) => cpu)),
  });
  const bare = medians(times.bare);
  const beyond = (of: readonly Times[]): Times => {
    const { wall, cpu } = medians(of);
    return { wall: wall - bare.wall, cpu: cpu - bare.cpu };
  };
  return { bare, imported: beyond(times.import), answered: beyond(times.answer) };
}

async function timeOf(service: ServiceName, endpoint: string, until: string): Promise<Times> {
  const script = join(import.meta.dirname, '..', 'cold-start', 'first-answer.ts');
  const startedAtMs = performance.now();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [script, until, join(functionBundle(service), 'index.mjs'), service],
    {
      env: {
        PATH: process.env['PATH'],
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
        POWERTOOLS_SERVICE_NAME: service,
        POWERTOOLS_METRICS_NAMESPACE: 'TokenLedger',
        ...ENVIRONMENT,
      },
    },
  );
  return { wall: performance.now() - startedAtMs, cpu: Number(stdout.split('\n').at(-1)) / 1000 };
}

/** What the measured functions read from it. */
const ENVIRONMENT = {
  STAGE: 'dev',
  RECORDS_TABLE: 'records',
  LEDGER_TABLE: 'ledger',
  LIVE_QUEUE_URL: 'http://127.0.0.1/live',
  BULK_QUEUE_URL: 'http://127.0.0.1/bulk',
  NOTIFICATION_QUEUE_URL: 'http://127.0.0.1/notifications',
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

async function stop(child: ChildProcess): Promise<void> {
  child.disconnect();
  await once(child, 'exit');
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
