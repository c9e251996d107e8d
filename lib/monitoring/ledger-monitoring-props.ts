import type { Configuration } from '../configuration/read-configuration.ts';
import type { AlertDelivery } from '../alert-delivery.ts';
import type { FailedMessages } from '../failed-messages.ts';
import type { LedgerData } from '../ledger-data.ts';
import type { UsageAccess } from '../usage-access.ts';
import type { UsageApi } from '../usage-api.ts';
import type { UsageBudgets } from '../usage-budgets.ts';
import type { UsageExports } from '../usage-exports.ts';
import type { UsageHealth } from '../usage-health.ts';
import type { UsageIntake } from '../usage-intake.ts';
import type { UsageQuality } from '../usage-quality.ts';
import type { UsageReports } from '../usage-reports.ts';
import type { UsageRollup } from '../usage-rollup.ts';
import type { WebConsole } from '../web-console.ts';

/** What is watched. */
export interface LedgerMonitoringProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly intake: UsageIntake;
  readonly rollup: UsageRollup;
  readonly budgets: UsageBudgets;
  readonly access: UsageAccess;
  readonly exports: UsageExports;
  readonly reports: UsageReports;
  readonly delivery: AlertDelivery;
  readonly failures: FailedMessages;
  readonly quality: UsageQuality;
  readonly api: UsageApi;
  /** Absent where the health check is switched off. */
  readonly health?: UsageHealth;
  /** Absent where the console is switched off. */
  readonly webConsole?: WebConsole;
}
