import { examplesOf } from '../../../packages/cli/src/command.ts';
import type { Io } from '../../../packages/cli/src/io.ts';
import { createProgram } from '../../../packages/cli/src/program.ts';

type Command = ReturnType<typeof createProgram>['program'];

export interface Leaf {
  /** Such as `keys create`. */
  readonly path: string;
  readonly command: Command;
  readonly examples: readonly string[];
}

/** Every command that does something, in the order of the help. */
export function leaves(): readonly Leaf[] {
  const { program } = createProgram({} as Io);
  return below(program, []).filter(({ path }) => path !== 'completion');
}

function below(command: Command, path: readonly string[]): readonly Leaf[] {
  if (command.commands.length === 0)
    return [{ path: path.join(' '), command, examples: examplesOf(command) }];
  return command.commands.flatMap((child) => below(child, [...path, child.name()]));
}
