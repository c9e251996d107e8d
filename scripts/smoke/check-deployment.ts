import { join } from 'node:path';
import { iso } from '@token-ledger/core';
import { checkContract } from '../contract/check-contract.ts';
import { endOfTrace } from '../crash/end-of-trace.ts';
import type { Operator } from '../drills/operator.ts';
import { type Progress, step } from '../local/progress.ts';
import { REPOSITORY } from '../local/state.ts';
import { traceOfLength } from '../replay/longer-trace.ts';
import { createReport } from '../replay/report.ts';
import { runReplay } from '../replay/run-replay.ts';
import { readTrace, shiftToEndAt } from '../replay/trace.ts';
import { fireAndClearAlarm } from './alarm.ts';
import { API_PROBES } from './api-probes.ts';
import { replayTarget, rollUp, type SmokeDeployment } from './deployment.ts';
import { lookAt, type ProbeResult } from './probe.ts';
import { RECORDS_PER_MESSAGE, RUNTIME_PROBES } from './runtime-probes.ts';

const TRACE = join(REPOSITORY, 'test', 'fixtures', 'azure-llm-code-2023-sample.csv');
const DAY_MS = 86_400_000;

export interface SmokeOptions {
  readonly records: number;
  readonly seed: number;
  readonly directory: string;
  readonly progress: Progress;
  /** The result of a step, unless the run is stopped before. */
  readonly during: <T>(step: Promise<T>) => Promise<T>;
}

/** Everything between the deployment and its removal. @throws Error if anything but a probe is not as expected */
export async function checkDeployment(
  deployment: SmokeDeployment,
  operator: Operator,
  { records, seed, directory, progress, during }: SmokeOptions,
): Promise<readonly ProbeResult[]> {
  const startedAtMs = Date.now();
  const run = <T>(name: string, action: () => Promise<T>, describe?: (result: T) => string) =>
    step(progress, name, () => during(action()), describe);
  const rows = shiftToEndAt(traceOfLength(await readTrace(TRACE), records), endOfTrace(startedAtMs));
  const { compare } = await run('Calls replayed', () =>
    runReplay(replayTarget(deployment), {
      rows,
      run: `smoke-${deployment.stage}`,
      seed,
      paths: ['http', 'sqs'],
      duplicates: 0.05,
      batchSize: RECORDS_PER_MESSAGE,
      report: createReport(),
    }),
  );
  await run('Statistics compared', async () => expectNone(await compare()));
  await run('Rolled up', () => rollUp(deployment));
  await run('Statistics compared again', async () => expectNone(await compare()));
  await run('Audited', async () => {
    const [fromMs, toMs] = [(rows[0]?.atMs ?? 0) - 2 * DAY_MS, (rows.at(-1)?.atMs ?? 0) + DAY_MS];
    const { exitCode, output } = await operator.audit(fromMs, toMs);
    if (exitCode !== 0 || !output.includes('Everything agrees.'))
      throw new Error(`The audit from ${iso(fromMs)} to ${iso(toMs)} failed.\n\n${output}`);
  });
  const quietAtMs = Date.now();
  const alarmSeconds = await run('Alarm fired and cleared', () => fireAndClearAlarm(deployment));
  const idle = { fromMs: quietAtMs, toMs: Date.now() };
  const probes = await run(
    'Looked at what only AWS shows',
    () => lookAt([...API_PROBES, ...RUNTIME_PROBES], { deployment, startedAtMs, idle, alarmSeconds }),
    (results) => `${results.length} things`,
  );
  // Last: it changes everything it can.
  const logPath = join(directory, 'schemathesis.log');
  await run('Contract checked', () =>
    checkContract(deployment, { examples: 1, seed, phases: ['examples', 'fuzzing'], logPath }),
  );
  return probes;
}

function expectNone(differences: readonly { row: string; measure: string; expected: bigint; got: bigint }[]) {
  const [first] = differences;
  if (first)
    throw new Error(
      `${differences.length} totals differ. The first, ${first.measure} of ${first.row}: expected ${first.expected}, ` +
        `found ${first.got}.`,
    );
}
