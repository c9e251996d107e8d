import tab from '@bomb.sh/tab/commander';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Command } from 'commander';

/**
 * Adds `completion`, which prints the script of a shell, and the hidden command that such a script calls at each Tab. It is
 * only set up when one of them is called: it goes through all commands.
 */
export function addCompletion(program: CommandUnknownOpts, argv: readonly string[]): void {
  const isCalled = argv.some((word) => word === 'completion' || word === 'complete');
  if (isCalled) tab(program as unknown as Command, { completionCommandName: 'completion' });
  else
    program
      .command('completion')
      .description('print the completion script of a shell')
      .argument('<shell>', 'bash, zsh, fish or powershell');
}
