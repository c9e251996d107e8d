import { randomBytes } from 'node:crypto';
import {
  createDocumentClient,
  createDynamoRecordingStore,
  createDynamoRetentionStore,
  createDynamoStatisticsTableStore,
  type RecordingStore,
  type StatisticsTableStore,
} from '@token-ledger/aws';
import { Calendar, type Clock, type Retention } from '@token-ledger/core';
import { FollowedRetention } from './followed-retention.ts';

/** The deployed ledger, as the rules of the domain want it. */
interface ConnectedLedger<Store> {
  readonly store: Store;
  readonly clock: Clock;
  readonly newToken: () => string;
  readonly calendar: Calendar;
  /** As last read; see `FollowedRetention`. */
  readonly retention: Retention;
}

interface StatisticsVariables {
  readonly STATISTICS_TABLE: string;
  readonly RETENTION_DAYS: number;
  /** UTC for functions that know only hours. */
  readonly REPORTING_TIME_ZONE?: string;
}

/** For functions that have no business with raw records. `followed` has to be run before each invocation. */
export function connectStatistics(variables: StatisticsVariables) {
  return connect(variables, (options): StatisticsTableStore => createDynamoStatisticsTableStore(options));
}

/** For functions that record usage. `followed` has to be run before each invocation. */
export function connectRecording(variables: StatisticsVariables & { readonly RECORDS_TABLE: string }) {
  const recordsTable = variables.RECORDS_TABLE;
  return connect(
    variables,
    (options): RecordingStore => createDynamoRecordingStore({ ...options, recordsTable }),
  );
}

function connect<Store>(
  { STATISTICS_TABLE, RETENTION_DAYS, REPORTING_TIME_ZONE = 'UTC' }: StatisticsVariables,
  createStore: (options: Parameters<typeof createDynamoStatisticsTableStore>[0]) => Store,
) {
  const table = { client: createDocumentClient(), statisticsTable: STATISTICS_TABLE };
  const followed = new FollowedRetention({
    store: createDynamoRetentionStore(table),
    configuredDays: RETENTION_DAYS,
    clock: Date.now,
  });
  const ledger: ConnectedLedger<Store> = {
    store: createStore({ ...table, retention: () => followed.current() }),
    clock: Date.now,
    newToken: () => randomBytes(12).toString('base64url'),
    calendar: new Calendar(REPORTING_TIME_ZONE),
    get retention() {
      return followed.current();
    },
  };
  return { ledger, table, followed };
}
