import { type ParseArgsConfig, parseArgs } from 'node:util';

/** A mistake in how a script was called. The message explains it, and the usage is printed below it. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/**
 * Runs a script, which may return its exit code. `--help` shows its usage. An error ends it with exit code 1 and a message,
 * wrong usage with exit code 2.
 */
export async function runScript(usage: string, main: () => Promise<number | void>): Promise<void> {
  if (process.argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) {
    console.log(usage);
    return;
  }
  try {
    const exitCode = await main();
    if (exitCode !== undefined) process.exitCode = exitCode;
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

/** The value of an option that is required. @throws UsageError */
export function required(name: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value;
  throw new UsageError(`--${name} is missing.`);
}

/** The path of a file, which must be the only argument beside the options. @throws UsageError */
export function onlyFile([path, ...others]: readonly string[]): string {
  if (path !== undefined && others.length === 0) return path;
  throw new UsageError('Name one file.');
}

/** The value of an option as a day (its midnight in UTC) or an ISO 8601 instant with an offset. @throws UsageError */
export function instantOption(name: string, value: string): number {
  const isInstant = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(value);
  const ms = isInstant ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw refused(name, value, 'a day (2026-11-21) or an instant with an offset (2026-11-21T12:00:00Z)');
}

/** The value of an option as a number within bounds. @throws UsageError */
export function numberOption(name: string, value: string, minimum: number, maximum: number): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= minimum && number <= maximum) return number;
  throw refused(name, value, `a number from ${minimum} to ${maximum}`);
}

/** The value of an option as a whole number within bounds. @throws UsageError */
export function wholeNumberOption(name: string, value: string, minimum: number, maximum: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= minimum && number <= maximum) return number;
  throw refused(name, value, `a whole number from ${minimum} to ${maximum}`);
}

/** The error for a value that an option does not allow. */
export function refused(name: string, value: string, allowed: string): UsageError {
  return new UsageError(`--${name} is ${JSON.stringify(value)}; it must be ${allowed}.`);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\n\nCaused by: ${explain(error.cause)}`;
  return `${error.message}${cause}`;
}
