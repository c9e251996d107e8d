import { randomBytes } from 'node:crypto';
import {
  createDocumentClient,
  createDynamoLedgerStore,
  createDynamoLedgerTableStore,
  createDynamoPriceStore,
  createDynamoRecordingStore,
  type LedgerTableStore,
  type RecordingStore,
} from '@token-ledger/aws';
import {
  type Calendar,
  type Clock,
  createReadPrices,
  type LedgerStore,
  type Retention,
} from '@token-ledger/core';
import { connectSettings, type SettingsVariables } from './settings.ts';

/** The deployed ledger, as the rules of the domain want it. */
interface ConnectedLedger<Store> {
  readonly store: Store;
  readonly clock: Clock;
  readonly newToken: () => string;
  /** Both by the settings as last read; see `RefreshedSettings`. */
  readonly calendar: Calendar;
  readonly retention: Retention;
}

interface StatisticsVariables extends SettingsVariables {
  readonly LEDGER_TABLE: string;
}

/** For functions that have no business with raw records. `settings` has to be run before each invocation. */
export function connectStatistics(variables: StatisticsVariables) {
  return withPrices(connect(variables, (options): LedgerTableStore => createDynamoLedgerTableStore(options)));
}

/** For functions that read raw records and all that leads to them. `settings` has to be run before each invocation. */
export function connectLedger(variables: StatisticsVariables & { readonly RECORDS_TABLE: string }) {
  const recordsTable = variables.RECORDS_TABLE;
  return withPrices(
    connect(variables, (options): LedgerStore => createDynamoLedgerStore({ ...options, recordsTable })),
  );
}

/** For functions that record usage. `settings` has to be run before each invocation. */
export function connectRecording(variables: StatisticsVariables & { readonly RECORDS_TABLE: string }) {
  const recordsTable = variables.RECORDS_TABLE;
  return connect(
    variables,
    (options): RecordingStore => createDynamoRecordingStore({ ...options, recordsTable }),
  );
}

function withPrices<Store>({ ledger, ...connected }: ReturnType<typeof connect<Store>>) {
  const prices = createDynamoPriceStore(connected.table);
  // Not a copy: what follows from the settings must be read again each time.
  return { ledger: Object.assign(ledger, { prices, readPrices: createReadPrices(prices) }), ...connected };
}

function connect<Store>(
  variables: StatisticsVariables,
  createStore: (options: Parameters<typeof createDynamoLedgerTableStore>[0]) => Store,
) {
  const table = { client: createDocumentClient(), ledgerTable: variables.LEDGER_TABLE };
  const settings = connectSettings(table, variables);
  const ledger: ConnectedLedger<Store> = {
    store: createStore({ ...table, retention: () => settings.current() }),
    clock: Date.now,
    newToken: () => randomBytes(12).toString('base64url'),
    get calendar() {
      return settings.calendar();
    },
    get retention() {
      return settings.current();
    },
  };
  return { ledger, table, settings };
}
