import { type ParseArgsConfig, parseArgs } from 'node:util';
import { Calendar } from '@token-ledger/core';

/** The caller's mistake, with a message to show as it is. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Runs a script that returns its exit code. An error ends it with 1, wrong usage with 2. */
export async function runScript(usage: string, main: (args: string[]) => Promise<number>): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(usage);
    return;
  }
  try {
    process.exitCode = await main(args);
  } catch (error) {
    const wrongCall = error instanceof UsageError;
    const message = error instanceof Error ? error.message : String(error);
    console.error(wrongCall ? `${message}\n\n${usage}` : message);
    process.exitCode = wrongCall ? 2 : 1;
  }
}

/** The options that name a ledger and its configuration. */
export const LEDGER_OPTIONS = {
  stage: { type: 'string' },
  'records-table': { type: 'string' },
  'statistics-table': { type: 'string' },
  'retention-days': { type: 'string' },
  'time-zone': { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

export const LEDGER_USAGE = `  --stage <name>               the deployment; CloudFormation has its tables and settings
  --records-table <name>       the records table, instead of --stage
  --statistics-table <name>    the ledger table, instead of --stage
  --retention-days <days>      retentionDays of the deployment, instead of --stage
  --time-zone <IANA name>      reportingTimeZone of the deployment, instead of --stage

Region, credentials and endpoint (AWS_ENDPOINT_URL) come from the environment, as for the AWS command line.`;

/** Like `parseArgs` of Node.js, but throws a `UsageError`. */
export function readArguments<const T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export function required(name: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value;
  throw new UsageError(`--${name} is missing.`);
}

/** A day (its midnight in UTC) or an ISO 8601 instant with an offset. */
export function instantOption(name: string, value: string): number {
  const isInstant = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(value);
  const ms = isInstant ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new UsageError(
    `--${name} is ${JSON.stringify(value)}; it must be a day (2026-11-21) or an instant with an offset (2026-11-21T12:00:00Z).`,
  );
}

export const RANGE_USAGE = `  --from <instant>             start of the range: a day (2026-11-21, from midnight UTC) or an instant (2026-11-21T12:00:00Z)
  --to <instant>               end of the range, exclusive (default now)`;

/** The values of `--from` and `--to`, [fromMs, toMs). */
export function rangeOptions({ from, to }: { from?: string | undefined; to?: string | undefined }) {
  const fromMs = instantOption('from', required('from', from));
  const toMs = to === undefined ? Date.now() : instantOption('to', to);
  if (toMs <= fromMs) throw new UsageError('--to must be later than --from.');
  return { fromMs, toMs };
}

export function wholeNumberOption(name: string, value: string, minimum: number, maximum: number): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= minimum && number <= maximum) return number;
  throw new UsageError(
    `--${name} is ${JSON.stringify(value)}; it must be a whole number from ${minimum} to ${maximum}.`,
  );
}

export function timeZoneOption(name: string, value: string): string {
  try {
    new Calendar(value);
    return value;
  } catch {
    throw new UsageError(
      `--${name} is ${JSON.stringify(value)}; it must be an IANA name such as Europe/Berlin.`,
    );
  }
}
