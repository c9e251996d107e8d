import { randomBytes } from 'node:crypto';
import {
  createDocumentClient,
  createDynamoLedgerStore,
  createDynamoPriceStore,
  createDynamoSettingsStore,
} from '@token-ledger/aws';
import {
  type AuditDeps,
  Calendar,
  createReadPrices,
  type LedgerStore,
  MAX_RETENTION_DAYS,
  MIN_RETENTION_DAYS,
  type RepriceDeps,
} from '@token-ledger/core';
import { required, wholeNumberOption } from '../command-line.ts';
import { timeZoneOption } from './arguments.ts';
import { readStackOutputs } from './stack-outputs.ts';

/** The values of `LEDGER_OPTIONS`. */
export interface LedgerOptionValues {
  readonly stage?: string | undefined;
  readonly 'records-table'?: string | undefined;
  readonly 'statistics-table'?: string | undefined;
  readonly 'retention-days'?: string | undefined;
  readonly 'time-zone'?: string | undefined;
}

/** A ledger as the operator commands use it. */
export type OpenLedger = AuditDeps &
  RepriceDeps & { readonly store: LedgerStore; readonly description: string };

/** Opens the ledger of a deployment, or of two tables. Options override the outputs of the stack. */
export async function openLedger(options: LedgerOptionValues): Promise<OpenLedger> {
  const { stage } = options;
  const outputs = stage === undefined ? {} : await readStackOutputs(stage);
  const value = (option: keyof LedgerOptionValues, output: string) =>
    required(option, options[option] ?? outputs[output]);
  const recordsTable = value('records-table', 'RecordsTableName');
  const ledgerTable = value('statistics-table', 'LedgerTableName');
  const configuredDays = wholeNumberOption(
    'retention-days',
    value('retention-days', 'RetentionDays'),
    MIN_RETENTION_DAYS,
    MAX_RETENTION_DAYS,
  );
  const timeZone = timeZoneOption('time-zone', value('time-zone', 'ReportingTimeZone'));
  const client = createDocumentClient();
  const prices = createDynamoPriceStore({ client, ledgerTable });
  // The stored settings win, and are only read: a mistyped option must not change when copies expire.
  const stored = await createDynamoSettingsStore({ client, ledgerTable }).getSettings();
  const settings = stored ?? { retentionDays: configuredDays, leafMinutes: 60 };
  return {
    description: stage === undefined ? `the tables ${recordsTable} and ${ledgerTable}` : `stage ${stage}`,
    store: createDynamoLedgerStore({
      client,
      recordsTable,
      ledgerTable,
      retention: () => settings,
    }),
    clock: Date.now,
    newToken: () => randomBytes(12).toString('base64url'),
    calendar: new Calendar(timeZone, settings),
    retention: settings,
    prices,
    readPrices: createReadPrices(prices),
  };
}
