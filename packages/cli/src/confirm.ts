import { Option } from '@commander-js/extra-typings';
import { CliError, UsageError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';

export const yesOption = () => new Option('--yes', 'do not ask');

/** Asks before something that cannot be undone. Scripts must say `--yes`. @throws CliError if the answer is no */
export async function confirmed(io: Io, yes: boolean | undefined, question: string): Promise<void> {
  if (yes) return;
  if (!io.terminal.input) throw new UsageError(`${question} Add --yes to confirm.`);
  if (!(await io.confirm(question))) throw new CliError('Nothing was changed.', undefined, EXIT.interrupted);
}
