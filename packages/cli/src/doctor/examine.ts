import { LedgerProblem } from '@token-ledger/client/query';
import { explain } from '../errors.ts';
import type { Check, CheckResult, Examination, Finding } from './check.ts';
import { failed, skipped } from './check.ts';

/** Runs the checks one after the other. A check that cannot run is a finding, too, and the others still run. */
export async function* examine(
  checks: readonly Check[],
  examination: Examination,
): AsyncGenerator<CheckResult> {
  let stopped: string | undefined;
  for (const { name, why, essential, run } of checks) {
    const finding =
      stopped === undefined ? await findingOf(run, examination) : skipped(`not checked: ${stopped}`);
    if (essential && finding.status === 'failed') stopped ??= `${name} failed`;
    yield { check: name, why, ...finding };
  }
}

async function findingOf(run: Check['run'], examination: Examination): Promise<Finding> {
  try {
    return await run(examination);
  } catch (error) {
    examination.session.io.signal.throwIfAborted();
    if (
      error instanceof LedgerProblem &&
      (error.code === 'insufficient_scope' || error.code === 'insufficient_role')
    )
      return skipped(`these credentials may not see it: ${error.message}`);
    const { message, advice } = explain(error);
    return failed(
      `cannot be checked: ${message}`,
      advice ?? 'Run it again; then see the logs of the function that answers.',
    );
  }
}
