import { randomBytes } from 'node:crypto';
import {
  createDocumentClient,
  createDynamoLedgerStore,
  createDynamoLedgerTableStore,
  createDynamoPriceStore,
  createDynamoRecordingStore,
  createDynamoSettingsStore,
  type LedgerTableStore,
  type RecordingStore,
} from '@token-ledger/aws';
import {
  type Calendar,
  type Clock,
  createReadPrices,
  type LeafMinutes,
  type LedgerStore,
  type Retention,
} from '@token-ledger/core';
import { RefreshedSettings } from '../shared/refreshed-settings.ts';

/** The deployed ledger, in the form that the rules of the domain need. */
interface ConnectedLedger<Store> {
  readonly store: Store;
  readonly clock: Clock;
  readonly newToken: () => string;
  /** By the settings as last read; see `RefreshedSettings`. */
  readonly calendar: Calendar;
  readonly retention: Retention;
}

interface StatisticsVariables {
  readonly LEDGER_TABLE: string;
  readonly RETENTION_DAYS: number;
  readonly LEAF_MINUTES: LeafMinutes;
  /** UTC for functions that need only hours. */
  readonly REPORTING_TIME_ZONE?: string;
}

/** The ledger table and the settings of all functions, without the stores of the ledger. */
export function connectSettings({
  LEDGER_TABLE,
  RETENTION_DAYS,
  LEAF_MINUTES,
  REPORTING_TIME_ZONE = 'UTC',
}: StatisticsVariables) {
  const table = { client: createDocumentClient(), ledgerTable: LEDGER_TABLE };
  const settings = new RefreshedSettings({
    store: createDynamoSettingsStore(table),
    configured: { retentionDays: RETENTION_DAYS, leafMinutes: LEAF_MINUTES },
    timeZone: REPORTING_TIME_ZONE,
    clock: Date.now,
  });
  return { table, settings };
}

/** For functions that need no raw records. `settings.refreshBefore` must wrap the handler. */
export function connectStatistics(variables: StatisticsVariables) {
  return withPrices(connect(variables, (options): LedgerTableStore => createDynamoLedgerTableStore(options)));
}

/** For functions that read raw records, too. `settings.refreshBefore` must wrap the handler. */
export function connectLedger(variables: StatisticsVariables & { readonly RECORDS_TABLE: string }) {
  const recordsTable = variables.RECORDS_TABLE;
  return withPrices(
    connect(variables, (options): LedgerStore => createDynamoLedgerStore({ ...options, recordsTable })),
  );
}

/** For functions that record usage. `settings.refreshBefore` must wrap the handler. */
export function connectRecording(variables: StatisticsVariables & { readonly RECORDS_TABLE: string }) {
  const recordsTable = variables.RECORDS_TABLE;
  return connect(
    variables,
    (options): RecordingStore => createDynamoRecordingStore({ ...options, recordsTable }),
  );
}

function withPrices<Store>({ ledger, ...connected }: ReturnType<typeof connect<Store>>) {
  const prices = createDynamoPriceStore(connected.table);
  // Not a copy: the getters must stay, which read the settings each time.
  return { ledger: Object.assign(ledger, { prices, readPrices: createReadPrices(prices) }), ...connected };
}

function connect<Store>(
  variables: StatisticsVariables,
  createStore: (options: Parameters<typeof createDynamoLedgerTableStore>[0]) => Store,
) {
  const { table, settings } = connectSettings(variables);
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
