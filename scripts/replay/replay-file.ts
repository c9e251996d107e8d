import { basename } from 'node:path';
import { DAY_MS, DEFAULT_LATE_LIMIT_DAYS, iso } from '@token-ledger/core';
import { rollUpNow } from '../local/roll-up.ts';
import type { Deployment } from '../local/state.ts';
import { formatComparison } from './comparison.ts';
import { localTarget } from './local-target.ts';
import type { Path } from './plan.ts';
import { createReport } from './report.ts';
import { type ReplayTarget, runReplay } from './run-replay.ts';
import type { Api } from './send-http.ts';
import { readTrace, shiftToEndAt } from './trace.ts';
import { applyWorkload, type Workload } from './workload-options.ts';

export interface ReplayFileOptions extends Workload {
  readonly paths: readonly Path[];
  readonly duplicates: number;
  readonly seed: number;
  readonly batchSize: number;
  readonly recordsPerSecond?: number;
  /** The time of the last call of the trace; `as-recorded` keeps all times. */
  readonly end: number | 'now' | 'as-recorded';
  /** Compare again after every period that is over was rolled up. */
  readonly afterRollUp: boolean;
}

export const DEFAULTS: ReplayFileOptions = {
  paths: ['http', 'sqs'],
  duplicates: 0.05,
  seed: 1,
  batchSize: 25,
  end: 'now',
  afterRollUp: false,
};

/** The deployment of `npm start`, or the API of another one. */
export type Destination = Deployment | Api;

/** Replays a trace from a file, prints a comparison of the statistics with the expected ones, and returns whether they agree. */
export async function replayFile(
  path: string,
  destination: Destination,
  options: ReplayFileOptions = DEFAULTS,
): Promise<boolean> {
  const trace = applyWorkload(await readTrace(path), options);
  const startedAtMs = Date.now();
  const { end } = options;
  const rows = end === 'as-recorded' ? trace : shiftToEndAt(trace, end === 'now' ? startedAtMs : end);
  const [first, last] = [rows[0]?.atMs ?? 0, rows.at(-1)?.atMs ?? 0].map(iso);
  console.log(`${basename(path)}: ${rows.length.toLocaleString('en-US')} calls from ${first} to ${last}`);
  if (first !== undefined && Date.parse(first) < startedAtMs - DEFAULT_LATE_LIMIT_DAYS * DAY_MS) {
    console.warn(
      `Calls older than ${DEFAULT_LATE_LIMIT_DAYS} days are refused as too_old, unless the deployment has a greater ` +
        'lateLimitDays. Leave out --keep-dates to move the trace to the present.',
    );
  }

  const run = `replay-${startedAtMs.toString(36)}`;
  const result = await runReplay(targetOf(destination), { ...options, rows, run, report: createReport() });
  let agrees = await show('Statistics before the roll-up:');
  if (options.afterRollUp && 'endpoint' in destination) {
    await rollUpNow(destination);
    agrees = (await show('Statistics after the roll-up:')) && agrees;
  }
  return agrees;

  async function show(title: string): Promise<boolean> {
    const differences = await result.compare();
    console.log(`\n${title}\n${formatComparison(result.expected, differences)}`);
    return differences.length === 0;
  }
}

function targetOf(destination: Destination): ReplayTarget {
  return 'endpoint' in destination ? localTarget(destination) : { api: destination };
}
