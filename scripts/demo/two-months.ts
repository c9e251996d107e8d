import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../local/state.ts';

/*
 * What `npm start -- --demo` loads: the whole last month and the current one, so that there is a month to export.
 */

/** A quarter more than for one month, so that a start takes little longer. */
const CALLS = 5000;

/** Usage of 62 days counts with these settings, and its records are still kept: with the default ones only that of 35 days. */
const SETTINGS = { lateLimitDays: 63, retentionDays: 100 };

/** From the first of the last month until now, in UTC, the time zone of the local product. */
export function twoMonths(nowMs: number) {
  const now = new Date(nowMs);
  return { nowMs, fromMs: Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1), calls: CALLS };
}

/** The settings of `cdk.json`, with those that let the ledger count two months. */
export async function settingsOfTwoMonths(): Promise<Readonly<Record<string, unknown>>> {
  const { context } = JSON.parse(await readFile(join(REPOSITORY, 'cdk.json'), 'utf8')) as {
    readonly context: { readonly tokenLedger?: Readonly<Record<string, unknown>> };
  };
  return { ...context.tokenLedger, ...SETTINGS };
}
