import type { SQSClient } from '@aws-sdk/client-sqs';
import { waitUntil } from '../local/wait-until.ts';
import { Random } from '../random.ts';
import { compare, type Difference } from './comparison.ts';
import { deliver } from './deliver.ts';
import { type Delivery, type PlanOptions, planReplay } from './plan.ts';
import { sendToQueue, waitUntilEmpty } from './queues.ts';
import { readAllStatistics } from './read-statistics.ts';
import { type Api, sendOverHttp } from './send-http.ts';
import { type TotalsByRow, totalsOf } from './totals.ts';
import type { TraceRow } from './trace.ts';

/** The deployment that receives a replay. */
export interface ReplayTarget {
  readonly api: Api;
  /** Without it, records cannot be sent to the queue, and nothing shows when all of them are recorded. */
  readonly queues?: {
    readonly client: SQSClient;
    /** The queue that records are sent to. */
    readonly url: string;
    /** The queues that are empty once everything is recorded. */
    readonly urls: readonly string[];
  };
}

export interface ReplayOptions extends PlanOptions {
  /** Ordered by time. */
  readonly rows: readonly TraceRow[];
  readonly seed: number;
  readonly batchSize: number;
  readonly recordsPerSecond?: number;
  readonly report: ReplayReport;
}

/** Follows the progress of a replay. */
export interface ReplayReport {
  begin(what: string, records: number): void;
  sent(records: number): void;
  end(): void;
}

export interface ReplayResult {
  readonly expected: TotalsByRow;
  readonly records: number;
  /** Reports beside the first of each record: the record again, unchanged or altered, in part, or under one of two names. */
  readonly repeated: {
    readonly unchanged: number;
    readonly altered: number;
    readonly partial: number;
    readonly underOneName: number;
  };
  /** Compares again. */
  readonly compare: () => Promise<readonly Difference[]>;
}

const RECORDED_WITHIN_MS = 30 * 60_000;
/** How long to wait for correct statistics where the queues cannot be watched. */
const RIGHT_WITHIN_MS = 120_000;

/**
 * Reports every call of a trace, some of them twice, and waits until all are recorded. The comparison is about the increase
 * of the statistics, so no other producer should report calls of the same hours meanwhile.
 */
export async function runReplay(target: ReplayTarget, options: ReplayOptions): Promise<ReplayResult> {
  const { api, queues } = target;
  const { rows, report } = options;
  const plan = planReplay(rows, new Random(options.seed), options);
  const expected = totalsOf(plan.records);
  const times = [...plan.firstPass, ...plan.secondPass].map(({ record }) => record.occurredAtMs);
  // Altered duplicates lie outside the trace, where nothing may be added.
  const [fromMs, toMs] = [minimum(times), maximum(times)];
  const before = await readAllStatistics(api, fromMs, toMs);
  const compareNow = async () => compare(expected, before, await readAllStatistics(api, fromMs, toMs));

  const send = {
    http: sendOverHttp(api),
    sqs: queues ? sendToQueue(queues.client, queues.url) : unreachable,
  };
  const pass = async (what: string, deliveries: readonly Delivery[]) => {
    if (deliveries.length === 0) return;
    report.begin(what, deliveries.length);
    try {
      await deliver(deliveries, { ...options, send, onSent: (records) => report.sent(records) });
    } finally {
      report.end();
    }
    if (queues) await waitUntilEmpty(queues.client, queues.urls, RECORDED_WITHIN_MS);
    else await waitUntilRight(compareNow);
  };
  await pass('Reporting', plan.firstPass);
  // Where the queues cannot be watched, nothing shows when these would have changed the statistics.
  if (queues) await pass('Again, altered', plan.secondPass);
  const { length: records } = plan.records;
  const reports = plan.firstPass.map(({ record }) => record);
  const whole = new Set(plan.records);
  const partial = reports.filter(({ status }) => status === 'partial').length;
  const unchanged = reports.filter((record) => whole.has(record)).length - records;
  const underOneName = reports.length - records - unchanged - partial;
  const repeated = { unchanged, altered: plan.secondPass.length, partial, underOneName };
  return { expected, records, repeated, compare: compareNow };
}

/** Waits until the statistics are correct, or until the timeout. */
async function waitUntilRight(compareNow: () => Promise<readonly Difference[]>): Promise<void> {
  const right = async () => (await compareNow()).length === 0 || undefined;
  await waitUntil('the statistics to be correct', RIGHT_WITHIN_MS, right, 2000).catch(() => undefined);
}

async function unreachable(): Promise<never> {
  throw new Error('The replay has no queue to send to.');
}

// Not Math.min(...): a trace may have more rows than a call may have arguments.
function minimum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.min(a, b));
}

function maximum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.max(a, b));
}
