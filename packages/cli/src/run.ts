import { styleText } from 'node:util';
import { CommanderError } from '@commander-js/extra-typings';
import type { Context } from './command.ts';
import { explain } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { usesColor } from './output/color.ts';
import { createProgram } from './program.ts';

/** Runs one command line, without the name of the program, and returns its exit code. Never rejects. */
export async function run(argv: readonly string[], io: Io, more?: Partial<Context>): Promise<number> {
  const { program, context } = createProgram(io, argv, more);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return context.exitCode;
  } catch (error) {
    // Help and the version are errors of commander with code 0. It has printed its own errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (io.signal.aborted) return EXIT.interrupted;
    return report(error, io, argv.includes('--json'));
  }
}

/** Errors go to standard error; with `--json` as one object. */
function report(error: unknown, io: Io, json: boolean): number {
  const { message, advice, exitCode, code, requestId } = explain(error);
  if (json) {
    io.err(`${JSON.stringify({ error: { code: code ?? null, message, advice, requestId, exitCode } })}\n`);
    return exitCode;
  }
  const prefix = usesColor(io, 'errors') ? styleText('red', 'Error:', { validateStream: false }) : 'Error:';
  io.err(`${prefix} ${message}\n`);
  if (advice !== undefined) io.err(`${advice}\n`);
  if (requestId !== undefined) io.err(`Request id: ${requestId}\n`);
  return exitCode;
}
