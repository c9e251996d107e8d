import type { Io } from './io.ts';
import { type Program, createProgram as programOn } from './program.ts';

export type { Program } from './program.ts';

/** The commands with their descriptions and options, to be read and not run. */
export function createProgram(): Program {
  return programOn({ out: async () => undefined, err: () => undefined } as unknown as Io);
}
