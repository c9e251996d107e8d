import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The caller's mistake, with a message to show as it is. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Runs a script. `--help` shows its usage; an error ends it with exit code 1 and a message, wrong usage with exit code 2. */
export async function runScript(usage: string, main: () => Promise<void>): Promise<void> {
  if (process.argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) {
    console.log(usage);
    return;
  }
  try {
    await main();
  } catch (error) {
    const wrongCall = error instanceof UsageError;
    console.error(wrongCall ? `${error.message}\n\n${usage}` : explain(error));
    process.exitCode = wrongCall ? 2 : 1;
  }
}

/** Like `parseArgs` of Node.js, but throws a `UsageError`. */
export function readArguments<const T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The value of an option as a number within bounds. @throws UsageError */
export function numberOption(name: string, value: string, minimum: number, maximum: number): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= minimum && number <= maximum) return number;
  throw new UsageError(
    `--${name} is ${JSON.stringify(value)}; it must be a number from ${minimum} to ${maximum}.`,
  );
}

/** The value of an option as a whole number within bounds. @throws UsageError */
export function wholeNumberOption(name: string, value: string, minimum: number, maximum: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= minimum && number <= maximum) return number;
  throw new UsageError(
    `--${name} is ${JSON.stringify(value)}; it must be a whole number from ${minimum} to ${maximum}.`,
  );
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\n\nCaused by: ${explain(error.cause)}`;
  return `${error.message}${cause}`;
}
