import { join } from 'node:path';
import { iso } from '@token-ledger/core';
import { endOfTrace } from '../crash/end-of-trace.ts';
import { apiUrlOnLoopback } from '../local/product.ts';
import { rollUpNow } from '../local/roll-up.ts';
import { type Deployment, REPOSITORY } from '../local/state.ts';
import { localTarget } from '../replay/local-target.ts';
import { traceOfLength } from '../replay/longer-trace.ts';
import { readAllStatistics } from '../replay/read-statistics.ts';
import { runReplay } from '../replay/run-replay.ts';
import type { TotalsByRow } from '../replay/totals.ts';
import { readTrace, shiftToEndAt, type TraceRow } from '../replay/trace.ts';
import type { Operator } from './operator.ts';

const TRACE = join(REPOSITORY, 'test', 'fixtures', 'azure-llm-code-2023-sample.csv');
/** Days and months that overlap the trace, and everything in them, are compared and audited. */
const DAY_MS = 86_400_000;

/** A deployment whose statistics must survive what is done to it. */
export interface LedgerUnderDrill {
  /** After each deployment: the API may have another address. */
  connect(outputs: Readonly<Record<string, string>>, accessKey: string): void;
  readonly deployment: Deployment;
  /** Records more usage and rolls it up. @throws Error if a total is not as expected */
  record(run: string): Promise<void>;
  /** @throws Error if the statistics are not as they were after the last `record`, or the audit finds a difference */
  expectUnchanged(operator: Operator): Promise<void>;
  readonly range: { readonly fromMs: number; readonly toMs: number };
}

export async function createLedgerUnderDrill(
  emulator: Pick<Deployment, 'endpoint' | 'emulatorPid'>,
  { records, stage }: { readonly records: number; readonly stage: string },
): Promise<LedgerUnderDrill> {
  const rows = shiftToEndAt(traceOfLength(await readTrace(TRACE), records), endOfTrace(Date.now()));
  const range = { fromMs: (rows[0]?.atMs ?? 0) - 2 * DAY_MS, toMs: (rows.at(-1)?.atMs ?? 0) + DAY_MS };
  let deployment: Deployment | undefined;
  let known: TotalsByRow = new Map();
  const connected = () => {
    if (!deployment) throw new Error('Nothing is deployed yet.');
    return deployment;
  };
  const read = () => {
    const { apiUrl: url, accessKey } = connected();
    return readAllStatistics({ url, accessKey }, range.fromMs, range.toMs);
  };

  return {
    range,
    get deployment() {
      return connected();
    },

    connect(outputs, accessKey) {
      const apiUrl = apiUrlOnLoopback(emulator.endpoint, outputs);
      const stackName = `TokenLedger-${stage}`;
      deployment = { pid: process.pid, ...emulator, apiUrl, accessKey, stackName, outputs, people: [] };
    },

    async record(run) {
      await replay(connected(), run, rows);
      await rollUpNow(connected());
      known = await read();
    },

    async expectUnchanged(operator) {
      await rollUpNow(connected());
      const now = await read();
      const changed = [...new Set([...known.keys(), ...now.keys()])].filter(
        (row) => textOf(known, row) !== textOf(now, row),
      );
      if (changed[0] !== undefined)
        throw new Error(
          `${changed.length} rows of the statistics changed. The first, ${changed[0]}: expected ` +
            `${textOf(known, changed[0])}, found ${textOf(now, changed[0])}.`,
        );
      const { exitCode, output } = await operator.audit(range.fromMs, range.toMs);
      if (exitCode !== 0 || !output.includes('Everything agrees.'))
        throw new Error(`The audit from ${iso(range.fromMs)} to ${iso(range.toMs)} failed.\n\n${output}`);
    },
  };
}

async function replay(deployment: Deployment, run: string, rows: readonly TraceRow[]): Promise<void> {
  const { compare } = await runReplay(localTarget(deployment), {
    rows,
    // Other calls in every run of the drill.
    run: `drill-${run}-${Date.now()}`,
    seed: 1,
    paths: ['http', 'sqs'],
    duplicates: 0.1,
    batchSize: 25,
    report: { begin: () => undefined, sent: () => undefined, end: () => undefined },
  });
  const [first] = await compare();
  if (first)
    throw new Error(`${first.row}, ${first.measure}: expected ${first.expected}, found ${first.got}.`);
}

function textOf(totals: TotalsByRow, row: string): string {
  return JSON.stringify(totals.get(row) ?? null, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}
