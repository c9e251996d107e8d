import type { Configuration } from '../../lib/configuration/read-configuration.ts';
import { preflight } from '../deploy/preflight.ts';
import type { AccountState } from '../deploy/read-account.ts';

/** The account must be able to take the stage, and must not have anything of it: the smoke run removes it. @throws Error */
export function expectFree(configuration: Configuration, account: AccountState): void {
  const { stage } = configuration;
  const { stackStatus, remainingTables, remainingQueues } = account;
  if (stackStatus !== undefined || remainingTables.length + remainingQueues.length > 0)
    throw new Error(
      `The stage ${stage} exists, or has left something. The smoke run removes its stage, so name one that does not exist.`,
    );
  const problems = preflight(configuration, account).filter(({ kind }) => kind === 'problem');
  if (problems.length > 0) throw new Error(problems.map(({ text }) => text).join('\n'));
}
