import type { UsageApi } from '../api/usage-api.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import type { UsageExports } from '../exports/usage-exports.ts';
import type { UsageIntake } from '../intake/usage-intake.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import type { UsageReports } from '../reports/usage-reports.ts';

/** What is watched besides every function. */
export interface LedgerMonitoringProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly intake: UsageIntake;
  readonly notifications: NotificationQueue;
  readonly exports: UsageExports;
  readonly reports: UsageReports;
  readonly api: UsageApi;
}
