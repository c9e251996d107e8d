import { type ParseArgsConfig, parseArgs } from 'node:util';

/** What the caller got wrong; its message is all that needs to be shown. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/**
 * Runs a script: shows its usage with `--help`, ends with exit code 1 and a message when it throws, with 2 when it is called
 * wrongly.
 */
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

/** A number of an option within bounds; throws a `UsageError` for anything else. */
export function numberOption(name: string, value: string, minimum: number, maximum: number): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= minimum && number <= maximum) return number;
  throw new UsageError(
    `--${name} is ${JSON.stringify(value)}; allowed is a number from ${minimum} to ${maximum}.`,
  );
}

/** A whole number of an option within bounds; throws a `UsageError` for anything else. */
export function wholeNumberOption(name: string, value: string, minimum: number, maximum: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= minimum && number <= maximum) return number;
  throw new UsageError(
    `--${name} is ${JSON.stringify(value)}; allowed is a whole number from ${minimum} to ${maximum}.`,
  );
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\n\nCaused by: ${explain(error.cause)}`;
  return `${error.message}${cause}`;
}
