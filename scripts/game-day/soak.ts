import { join } from 'node:path';
import { DAY_MS, HOUR_MS } from '@token-ledger/core';
import { auditDeployment } from '../crash/audit-deployment.ts';
import { endOfTrace } from '../crash/end-of-trace.ts';
import type { Progress } from '../local/progress.ts';
import type { HeapReport } from '../local/report-heap.ts';
import { rollUpNow, rollUpOnce } from '../local/roll-up.ts';
import { type Deployment, REPOSITORY } from '../local/state.ts';
import type { Difference } from '../replay/comparison.ts';
import { localTarget } from '../replay/local-target.ts';
import { traceOfLength } from '../replay/longer-trace.ts';
import { runReplay } from '../replay/run-replay.ts';
import { readTrace, shiftToEndAt, type TraceRow } from '../replay/trace.ts';
import type { Heaps } from './heaps.ts';
import { growthOfFunctions } from './memory-growth.ts';
import type { SoakReport } from './soak-report.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly progress: Progress;
}

const TRACE = join(REPOSITORY, 'test', 'fixtures', 'azure-llm-code-2023-sample.csv');
/** Few enough that a round takes some ten seconds, and many enough that several batches are on their way at once. */
const RECORDS_PER_ROUND = 1500;
const SHARE = 0.1;
/** Each round has an hour of its own, until they are used up: the more records an hour has, the more memory its roll-up takes. */
const HOURS = 24;
/** Of the last of these hours; and altered repetitions, which must not count, have times up to 26 hours before that. */
const AUDIT_MARGIN_MS = 3 * DAY_MS;
const SILENT = { begin: () => undefined, sent: () => undefined, end: () => undefined };

/**
 * Reports calls in rounds until the time is over, then audits.
 * @throws Error if no function reported its heap: then nothing would be compared
 */
export async function soak(deployment: Deployment, heaps: Heaps, options: SoakOptions): Promise<SoakReport> {
  const rows = shiftToEndAt(traceOfLength(await readTrace(TRACE), RECORDS_PER_ROUND), endOfTrace(Date.now()));
  const beganAtMs = performance.now();
  const result = await runRounds(deployment, rows, heaps, options);
  if (result.measurements.flat().length === 0)
    throw new Error('No function reported its heap: see scripts/local/report-heap.ts.');
  await rollUpNow(deployment);
  const [fromMs = 0, toMs = 0] = [rows.at(0)?.atMs, rows.at(-1)?.atMs];
  const audit = await auditDeployment(deployment, fromMs - AUDIT_MARGIN_MS, toMs + 1);
  const { busyMs, measurements, ...rounds } = result;
  return {
    seed: options.seed,
    minutes: (performance.now() - beganAtMs) / 60_000,
    ...rounds,
    recordsPerSecond: (rounds.records + rounds.repeated) / (busyMs / 1000),
    audit: {
      comparedHours: audit.comparedHours,
      pending: audit.pending.length,
      differences: audit.differences,
    },
    functions: growthOfFunctions(measurements),
  };
}

/**
 * Reports calls as fast as the emulator takes them. After each round, which the roll-up follows, all totals are compared with those that
 * were computed from the calls, and what functions hold is measured. The first difference ends it.
 */
async function runRounds(
  deployment: Deployment,
  rows: readonly TraceRow[],
  heaps: Heaps,
  { minutes, seed, progress }: SoakOptions,
) {
  const target = localTarget(deployment);
  const beganAtMs = performance.now();
  const untilMs = beganAtMs + minutes * 60_000;
  let [rounds, records, repeated, busyMs] = [0, 0, 0, 0];
  let differences: readonly Difference[] = [];
  const measurements: (readonly HeapReport[])[] = [];
  do {
    const roundAtMs = performance.now();
    const earlierMs = (rounds % HOURS) * HOUR_MS;
    const result = await runReplay(target, {
      rows: rows.map((row) => ({ ...row, atMs: row.atMs - earlierMs })),
      run: `soak-${seed}-${rounds}`,
      seed: seed + rounds,
      paths: ['http', 'sqs'],
      duplicates: SHARE,
      partial: SHARE,
      twoNames: SHARE,
      batchSize: 25,
      report: SILENT,
    });
    busyMs += performance.now() - roundAtMs;
    rounds += 1;
    records += result.records;
    repeated += Object.values(result.repeated).reduce((sum, count) => sum + count, 0);
    await rollUpOnce(deployment);
    differences = await result.compare();
    measurements.push(await heaps.measure());
    const passed = ((performance.now() - beganAtMs) / 60_000).toFixed(1);
    progress(`Round ${rounds}: ${records} records, ${differences.length} differences, ${passed} minutes`);
  } while (performance.now() < untilMs && differences.length === 0);
  return { rounds, records, repeated, busyMs, differences, measurements };
}
