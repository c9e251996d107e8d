import { EVENT_TYPES, type EventType } from '@token-ledger/contract';
import { Token } from 'aws-cdk-lib';
import * as z from 'zod/mini';
import { environment as acceptTelemetry } from '../../functions/accept-telemetry/contract.ts';
import { environment as acceptUsage } from '../../functions/accept-usage/contract.ts';
import { environment as auditLedger } from '../../functions/audit-ledger/contract.ts';
import { environment as authorizeRequest } from '../../functions/authorize-request/contract.ts';
import { environment as checkHealth } from '../../functions/check-health/contract.ts';
import { environment as checkQuality } from '../../functions/check-quality/contract.ts';
import { environment as deliverNotifications } from '../../functions/deliver-notifications/contract.ts';
import { environment as describeApi } from '../../functions/describe-api/contract.ts';
import { environment as evaluateBudgets } from '../../functions/evaluate-budgets/contract.ts';
import { environment as forwardCalls } from '../../functions/forward-calls/contract.ts';
import { environment as manageAccess } from '../../functions/manage-access/contract.ts';
import { environment as manageBudgets } from '../../functions/manage-budgets/contract.ts';
import { environment as manageExports } from '../../functions/manage-exports/contract.ts';
import { environment as manageFailures } from '../../functions/manage-failures/contract.ts';
import { environment as managePrices } from '../../functions/manage-prices/contract.ts';
import { environment as manageReports } from '../../functions/manage-reports/contract.ts';
import { environment as queryRecords } from '../../functions/query-records/contract.ts';
import { environment as queryUsage } from '../../functions/query-usage/contract.ts';
import { environment as rebuildUsage } from '../../functions/rebuild-usage/contract.ts';
import { environment as recordUsage } from '../../functions/record-usage/contract.ts';
import { environment as rollUpUsage } from '../../functions/roll-up-usage/contract.ts';
import { environment as runReport } from '../../functions/run-report/contract.ts';
import { environment as serveConsole } from '../../functions/serve-console/contract.ts';
import type { EnvironmentInput, EnvironmentSchema } from '../../functions/shared/environment.ts';
import type { ServiceName } from '../../functions/shared/metrics.ts';
import { environment as writeExport } from '../../functions/write-export/contract.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerTable } from '../data/ledger-table.ts';
import type { QueuePair } from './queue-pair.ts';

/** The environment variables of each function. */
export const CONTRACTS = {
  'authorize-request': authorizeRequest,
  'accept-usage': acceptUsage,
  'accept-telemetry': acceptTelemetry,
  'record-usage': recordUsage,
  'roll-up-usage': rollUpUsage,
  'query-usage': queryUsage,
  'query-records': queryRecords,
  'rebuild-usage': rebuildUsage,
  'manage-prices': managePrices,
  'evaluate-budgets': evaluateBudgets,
  'deliver-notifications': deliverNotifications,
  'manage-budgets': manageBudgets,
  'manage-reports': manageReports,
  'run-report': runReport,
  'forward-calls': forwardCalls,
  'manage-access': manageAccess,
  'manage-exports': manageExports,
  'write-export': writeExport,
  'manage-failures': manageFailures,
  'check-quality': checkQuality,
  'audit-ledger': auditLedger,
  'describe-api': describeApi,
  'serve-console': serveConsole,
  'check-health': checkHealth,
} as const satisfies Record<ServiceName, EnvironmentSchema>;

/** Exactly the variables of a function's contract. */
export type FunctionEnvironment<N extends ServiceName> = EnvironmentInput<(typeof CONTRACTS)[N]>;

/** For functions that follow the settings; see `functions/shared/refreshed-settings.ts`. */
export function timedSettings({ retentionDays, leafMinutes }: Configuration) {
  return { RETENTION_DAYS: String(retentionDays), LEAF_MINUTES: String(leafMinutes) };
}

/** For functions that decide whether a record can be counted. */
export function admissionSettings({ lateLimitDays, maxTokensPerRecord }: Configuration) {
  return { LATE_LIMIT_DAYS: String(lateLimitDays), MAX_TOKENS_PER_RECORD: String(maxTokensPerRecord) };
}

/** For functions that read usage: the ledger, and where its hours, days and months begin. */
export function ledgerSettings(ledger: LedgerTable, configuration: Configuration) {
  return {
    LEDGER_TABLE: ledger.tableName,
    ...timedSettings(configuration),
    REPORTING_TIME_ZONE: configuration.reportingTimeZone,
  };
}

/** For functions that watch the queues of usage and notifications, or retry their dead letters. */
export function queueSettings(
  { live, bulk }: Readonly<Record<'live' | 'bulk', QueuePair>>,
  notifications: QueuePair,
) {
  return {
    LIVE_QUEUE_URL: live.queue.queueUrl,
    LIVE_DEAD_LETTERS_URL: live.deadLetters.queueUrl,
    BULK_QUEUE_URL: bulk.queue.queueUrl,
    BULK_DEAD_LETTERS_URL: bulk.deadLetters.queueUrl,
    NOTIFICATION_QUEUE_URL: notifications.queue.queueUrl,
    NOTIFICATION_DEAD_LETTERS_URL: notifications.deadLetters.queueUrl,
  };
}

/** For functions that announce events. */
export function eventSettings({ events }: Configuration, notifications: Pick<QueuePair, 'queue'>) {
  const enabled = (Object.keys(EVENT_TYPES) as EventType[]).filter((type) => events[type]);
  return { EVENTS: JSON.stringify(enabled), NOTIFICATION_QUEUE_URL: notifications.queue.queueUrl };
}

/** For functions that show ids of usage. */
export function shownIdSettings({ pseudonymizeUsers }: Configuration) {
  return { PSEUDONYMIZE_USERS: String(pseudonymizeUsers) };
}

/** For functions that judge whether a source is silent. */
export function silentSourceSettings({ monitoring }: Configuration) {
  return { SILENT_SOURCE_MINUTES: JSON.stringify(monitoring.silentSourceMinutes) };
}

/** For functions that make price books. */
export function priceBookSettings({ modelAliases }: Configuration) {
  return { MODEL_ALIASES: JSON.stringify(modelAliases) };
}

/** For functions that write audit entries. */
export function auditSettings(auditTable: LedgerTable, { auditRetentionDays }: Configuration) {
  return { AUDIT_TABLE: auditTable.tableName, AUDIT_RETENTION_DAYS: String(auditRetentionDays) };
}

/**
 * Fails synthesis if a value would make the function fail at its start. Values that only the deployment knows, such as table
 * names, are not checked.
 */
export function checkEnvironment<N extends ServiceName>(
  service: N,
  environment: FunctionEnvironment<N>,
): void {
  const schema: EnvironmentSchema = CONTRACTS[service];
  const problems = Object.entries<string>(environment).flatMap(([variable, value]) => {
    if (Token.isUnresolved(value)) return [];
    const parsed = z.safeParse(schema.shape[variable] ?? z.never(), value, { error: ENGLISH });
    return (parsed.error?.issues ?? []).map(
      ({ message }) => `${service}: ${variable} is ${JSON.stringify(value)}. ${message}`,
    );
  });
  if (problems.length > 0) throw new Error(`The function would not start. ${problems.join('; ')}`);
}

/** Only synthesis loads the messages: they are too large for the functions. */
const ENGLISH = z.locales.en().localeError;
