import { join } from 'node:path';
import { auditDeployment } from '../crash/audit-deployment.ts';
import { endOfTrace } from '../crash/end-of-trace.ts';
import type { Progress } from '../local/progress.ts';
import { rollUpNow, rollUpOnce } from '../local/roll-up.ts';
import { type Deployment, REPOSITORY } from '../local/state.ts';
import type { Difference } from '../replay/comparison.ts';
import { localTarget } from '../replay/local-target.ts';
import { traceOfLength } from '../replay/longer-trace.ts';
import { runReplay } from '../replay/run-replay.ts';
import { readTrace, shiftToEndAt } from '../replay/trace.ts';
import { watchMemory } from './memory.ts';
import { compareHalves, emulatorGrowth, type MemoryHalves } from './memory-growth.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly progress: Progress;
}

export interface SoakReport {
  readonly seed: number;
  readonly minutes: number;
  readonly rounds: number;
  readonly records: number;
  /** Reports that were sent beside the first one of a record. */
  readonly repeated: number;
  /** Records and repetitions in each second, while they were sent and recorded. */
  readonly recordsPerSecond: number;
  /** Of the totals of all rounds, each compared when it was recorded. */
  readonly differences: readonly Difference[];
  readonly auditDifferences: number;
  readonly functions: readonly MemoryHalves[];
  readonly emulatorGrowthBytes: number;
}

const TRACE = join(REPOSITORY, 'test', 'fixtures', 'azure-llm-code-2023-sample.csv');
/** Few enough that a round takes a minute, and many enough that several batches are on their way at once. */
const RECORDS_PER_ROUND = 3000;
const SHARE = 0.1;
const AUDIT_MARGIN_MS = 3 * 86_400_000;

/**
 * Reports calls as fast as the emulator takes them, in rounds, until the time is over. After each round, which the roll-up follows, all
 * totals are compared with those that were computed from the calls.
 */
export async function soak(deployment: Deployment, options: SoakOptions): Promise<SoakReport> {
  const { minutes, seed, progress } = options;
  const rows = shiftToEndAt(traceOfLength(await readTrace(TRACE), RECORDS_PER_ROUND), endOfTrace(Date.now()));
  const target = localTarget(deployment);
  const memory = watchMemory(deployment.emulatorPid);
  const beganAtMs = performance.now();
  const untilMs = beganAtMs + minutes * 60_000;
  let [rounds, records, repeated, busyMs] = [0, 0, 0, 0];
  const differences: Difference[] = [];
  try {
    do {
      const roundAtMs = performance.now();
      const result = await runReplay(target, {
        rows,
        run: `soak-${seed}-${rounds}`,
        seed: seed + rounds,
        paths: ['http', 'sqs'],
        duplicates: SHARE,
        partial: SHARE,
        twoNames: SHARE,
        batchSize: 25,
        report: { begin: () => undefined, sent: () => undefined, end: () => undefined },
      });
      busyMs += performance.now() - roundAtMs;
      rounds += 1;
      records += result.records;
      repeated += Object.values(result.repeated).reduce((sum, count) => sum + count, 0);
      await rollUpOnce(deployment);
      differences.push(...(await result.compare()));
      const passed = ((performance.now() - beganAtMs) / 60_000).toFixed(1);
      progress(`Round ${rounds}: ${records} records, ${differences.length} differences, ${passed} minutes`);
    } while (performance.now() < untilMs && differences.length === 0);
  } finally {
    await memory.stop();
  }
  await rollUpNow(deployment);
  const [fromMs = 0, toMs = 0] = [rows.at(0)?.atMs, rows.at(-1)?.atMs];
  const audit = await auditDeployment(deployment, fromMs - AUDIT_MARGIN_MS, toMs + 1);
  return {
    seed,
    minutes: (performance.now() - beganAtMs) / 60_000,
    rounds,
    records,
    repeated,
    recordsPerSecond: (records + repeated) / (busyMs / 1000),
    differences,
    auditDifferences: audit.differences,
    functions: compareHalves(memory.samples),
    emulatorGrowthBytes: emulatorGrowth(memory.samples),
  };
}

/** Whether nothing was lost or doubled, and no function grew. */
export function hasHeld({ differences, auditDifferences, functions }: SoakReport): boolean {
  return differences.length === 0 && auditDifferences === 0 && functions.every(({ grew }) => !grew);
}

export function formatSoak(report: SoakReport): string {
  const mib = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(0)} MiB`;
  const number = (value: number) => Math.round(value).toLocaleString('en-US');
  return [
    `Seed ${report.seed}. ${report.minutes.toFixed(1)} minutes, ${report.rounds} rounds.`,
    `${number(report.records)} records and ${number(report.repeated)} repetitions, ${number(report.recordsPerSecond)} a second.`,
    `Totals: ${report.differences.length} differences. Audit: ${report.auditDifferences} differences.`,
    'Memory, mean of the first and the second half after warming up:',
    ...report.functions.map(
      ({ name, first, second, grew }) =>
        `  ${name.padEnd(50)} ${mib(first).padStart(8)} ${mib(second).padStart(8)}${grew ? '  GREW' : ''}`,
    ),
    `The emulator, which holds all data in memory, grew by ${mib(report.emulatorGrowthBytes)}.`,
  ].join('\n');
}
