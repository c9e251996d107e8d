import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../ledger-data.ts';
import type { UsageApi } from '../usage-api.ts';
import type { UsageBudgets } from '../usage-budgets.ts';
import type { UsageExports } from '../usage-exports.ts';
import type { UsageIntake } from '../usage-intake.ts';
import type { UsageReports } from '../usage-reports.ts';

/** What is watched, beside every function. */
export interface LedgerMonitoringProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly intake: UsageIntake;
  readonly budgets: UsageBudgets;
  readonly exports: UsageExports;
  readonly reports: UsageReports;
  readonly api: UsageApi;
}
