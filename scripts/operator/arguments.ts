import type { ParseArgsConfig } from 'node:util';
import { Calendar } from '@token-ledger/core';
import { instantOption, refused, required, UsageError } from '../command-line.ts';

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

export const RANGE_OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

export const RANGE_USAGE = `  --from <instant>             start of the range: a day (2026-11-21, from midnight UTC) or an instant (2026-11-21T12:00:00Z)
  --to <instant>               end of the range, exclusive (default now)`;

/** The values of `--from` and `--to`, [fromMs, toMs). */
export function rangeOptions({ from, to }: { from?: string | undefined; to?: string | undefined }) {
  const fromMs = instantOption('from', required('from', from));
  const toMs = to === undefined ? Date.now() : instantOption('to', to);
  if (toMs <= fromMs) throw new UsageError('--to must be later than --from.');
  return { fromMs, toMs };
}

export function timeZoneOption(name: string, value: string): string {
  try {
    new Calendar(value);
    return value;
  } catch {
    throw refused(name, value, 'an IANA name such as Europe/Berlin');
  }
}
