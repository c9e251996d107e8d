import { randomBytes } from 'node:crypto';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
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
  type RepriceDeps,
} from '@token-ledger/core';
import { required, timeZoneOption, UsageError, wholeNumberOption } from './arguments.ts';

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
  const outputs = stage === undefined ? {} : await readOutputs(`TokenLedger-${stage}`);
  const value = (option: keyof LedgerOptionValues, output: string) =>
    required(option, options[option] ?? outputs[output]);
  const recordsTable = value('records-table', 'RecordsTableName');
  const ledgerTable = value('statistics-table', 'LedgerTableName');
  const configuredDays = wholeNumberOption(
    'retention-days',
    value('retention-days', 'RetentionDays'),
    4,
    3650,
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

async function readOutputs(stackName: string): Promise<Readonly<Record<string, string>>> {
  const client = new CloudFormationClient({});
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    return Object.fromEntries(
      outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist'))
      throw new UsageError(`This account and region have no stack ${stackName}.`);
    throw error;
  } finally {
    client.destroy();
  }
}
