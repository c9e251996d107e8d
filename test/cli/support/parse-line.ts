import type { Io } from '../../../packages/cli/src/io.ts';
import { createProgram } from '../../../packages/cli/src/program.ts';

type Command = ReturnType<typeof createProgram>['program'];

/** What is wrong with a command line before anything is done; undefined if it is understood. */
export async function parseLine(argv: readonly string[]): Promise<string | undefined> {
  const errors: string[] = [];
  const { program } = createProgram({ err: (text: string) => void errors.push(text) } as Io, argv);
  doNothing(program);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return undefined;
  } catch {
    return errors.join('');
  }
}

function doNothing(command: Command): void {
  if (command.commands.length === 0) command.action(() => {});
  command.commands.forEach(doNothing);
}
