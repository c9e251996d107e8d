import { randomBytes } from 'node:crypto';
import {
  createDocumentClient,
  createDynamoLedgerStore,
  createDynamoPriceStore,
  createDynamoSettingsStore,
} from '@token-ledger/aws';
import { Calendar, createReadPrices, MAX_RETENTION_DAYS, MIN_RETENTION_DAYS } from '@token-ledger/core';
import { refused, UsageError } from '../errors.ts';
import type { Io } from '../io.ts';
import type { LocalDeployment } from '../session/local-deployment.ts';
import { findTarget } from '../session/target.ts';
import type { LedgerOptions } from './ledger-options.ts';
import { useLocalAws } from './local-aws.ts';
import type { OpenedLedger } from './opened-ledger.ts';
import { readStackOutputs } from './stack-outputs.ts';

/** Opens the ledger of a stage, of two tables, or of `npm start`. Options override the outputs of the stack. */
export async function openLedger(
  io: Io,
  options: LedgerOptions & { readonly profile?: string | undefined },
): Promise<OpenedLedger> {
  const { stage, recordsTable: records, statisticsTable } = options;
  const isNamed = stage !== undefined || records !== undefined || statisticsTable !== undefined;
  const local = isNamed ? undefined : await localOutputs(io, options.profile);
  const outputs = stage === undefined ? (local ?? {}) : await readStackOutputs(stage);
  const value = (option: string, given: string | undefined, output: string) => {
    const found = given ?? outputs[output];
    if (found !== undefined && found !== '') return found;
    throw new UsageError(`${option} is missing.`);
  };
  const recordsTable = value('--records-table', records, 'RecordsTableName');
  const ledgerTable = value('--statistics-table', statisticsTable, 'LedgerTableName');
  const configuredDays = retentionOf(
    value('--retention-days', options.retentionDays?.toString(), 'RetentionDays'),
  );
  // Beside a stage, --time-zone only says how days are named.
  const zone = stage === undefined && !local ? options.timeZone : undefined;
  const timeZone = timeZoneOf(value('--time-zone', zone, 'ReportingTimeZone'));
  const client = createDocumentClient();
  const prices = createDynamoPriceStore({ client, ledgerTable });
  // The stored settings win, and are only read: a mistyped option must not change when copies expire.
  const stored = await createDynamoSettingsStore({ client, ledgerTable }).getSettings();
  const settings = stored ?? { retentionDays: configuredDays, leafMinutes: 60 };
  return {
    description: stage === undefined ? `the tables ${recordsTable} and ${ledgerTable}` : `stage ${stage}`,
    timeZone,
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

/** The outputs of the stack that `npm start` deployed. @throws UsageError if that is not the ledger in use */
async function localOutputs(io: Io, profile: string | undefined): Promise<LocalDeployment['outputs']> {
  const target = await findTarget(io, profile).catch((error: unknown) => {
    // A profile that was named, such as local where nothing runs, has an error of its own.
    if (profile !== undefined) throw error;
  });
  if (!target?.local)
    throw new UsageError(
      'Name the deployment with --stage.',
      'If it is that of npm start, run this in its repository with --profile local.',
    );
  useLocalAws(target.local);
  return target.local.outputs;
}

function retentionOf(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= MIN_RETENTION_DAYS && days <= MAX_RETENTION_DAYS) return days;
  throw new UsageError(
    `--retention-days is ${text}; it must be a whole number from ${MIN_RETENTION_DAYS} to ${MAX_RETENTION_DAYS}.`,
  );
}

function timeZoneOf(name: string): string {
  try {
    void new Calendar(name);
    return name;
  } catch {
    throw refused('--time-zone', name, 'an IANA name such as Europe/Berlin');
  }
}
