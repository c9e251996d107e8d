import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Outcome, PartName, PartOptions, PartReport } from './part.ts';

/** The heap that the largest part needs: an hour of a million records. */
const HEAP_MB = 6_000;

/**
 * Runs parts one after the other, each in a process of its own, so that none measures what another left in memory. A part that
 * fails is reported, and the next one runs.
 */
export async function runParts(
  parts: readonly PartName[],
  options: PartOptions,
  onEnd: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const part of parts) {
    const startedAtMs = performance.now();
    const ended = await runPart(part, options);
    const outcome = { part, seconds: Math.round((performance.now() - startedAtMs) / 1000), ...ended };
    onEnd(outcome);
    outcomes.push(outcome);
  }
  return outcomes;
}

async function runPart(
  part: PartName,
  options: PartOptions,
): Promise<{ readonly report: PartReport } | { readonly failure: string }> {
  const child = fork(join(import.meta.dirname, 'run-part.ts'), [part, JSON.stringify(options)], {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // JSON has no NaN, which a figure that could not be measured is.
    serialization: 'advanced',
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = `${errors}${text}`.slice(-4_000);
  });
  let report: PartReport | undefined;
  child.on('message', (message) => {
    report = message as PartReport;
  });
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, string | null];
  return report === undefined
    ? { failure: errors.trim() || `The process ended with ${exitCode ?? signal}.` }
    : { report };
}
