import type { ServiceName } from './metrics.ts';

/*
 * What a log line is about. Every line has a channel, so that operators read and subscribe to one subject across all functions.
 * Most lines are on the channel of their function; a line about something else names its own.
 */

export type LogChannel =
  /** Reports of usage on their way into the ledger, and questions about what is in it. */
  | 'usage'
  /** Statistics, and the prices they are computed with. */
  | 'aggregation'
  /** What is refused, set aside, contradictory or missing. */
  | 'quality'
  /** Who may do what, and what administrators did. */
  | 'access'
  /** Alerts, reports and exports on their way to their receivers. */
  | 'delivery';

/** The channel of each function, whose level is also that of the function (`lib/shared/ledger-function.ts`). */
export const CHANNEL_OF: Readonly<Record<ServiceName, LogChannel>> = {
  'accept-usage': 'usage',
  'accept-telemetry': 'usage',
  'record-usage': 'usage',
  'forward-calls': 'usage',
  'query-usage': 'usage',
  'query-records': 'usage',
  'roll-up-usage': 'aggregation',
  'rebuild-usage': 'aggregation',
  'manage-prices': 'aggregation',
  'check-quality': 'quality',
  'audit-ledger': 'quality',
  'check-health': 'quality',
  'manage-failures': 'quality',
  'authorize-request': 'access',
  'manage-access': 'access',
  'describe-api': 'access',
  'serve-console': 'access',
  'evaluate-budgets': 'delivery',
  'manage-budgets': 'delivery',
  'deliver-notifications': 'delivery',
  'manage-exports': 'delivery',
  'write-export': 'delivery',
  'manage-reports': 'delivery',
  'run-report': 'delivery',
};
