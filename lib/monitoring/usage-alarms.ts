import { Duration } from 'aws-cdk-lib';
import { SERVICES } from '../../functions/metrics.ts';
import { type Alarms, above, atLeast } from './alarm-registry.ts';
import type { LedgerMetrics } from './ledger-metrics.ts';
import type { LedgerMonitoringProps } from './ledger-monitoring-props.ts';

/** What callers notice: how much is used, what is refused, how the API answers. */
export function usageAlarms(metrics: LedgerMetrics, { configuration, api }: LedgerMonitoringProps): Alarms {
  const { dailyTokens, errorRate, responseTimeMs } = configuration.monitoring.alertThresholds;
  return {
    DailyTokens: {
      metric: metrics.recorded('TokensRecorded', Duration.days(1)),
      ...atLeast(dailyTokens),
      severity: 'low',
      meaning: `At least ${dailyTokens} tokens were recorded within a day.`,
      runbook: 'daily-tokens',
    },
    ErrorRate: {
      metric: metrics.errorRate(),
      ...above(errorRate),
      evaluationPeriods: 2,
      severity: 'high',
      meaning: `A share of more than ${errorRate} of the records sent to the API was rejected or failed.`,
      runbook: 'error-rate',
    },
    QuarantinedRecords: {
      metric: metrics.of(SERVICES.recordUsage, 'RecordsQuarantined'),
      ...above(0),
      severity: 'low',
      meaning: 'Records from the queues that can never be counted were set aside.',
      runbook: 'quarantined-records',
    },
    ConflictingReports: {
      metric: metrics.recorded('ConflictingReports'),
      ...above(0),
      severity: 'low',
      meaning: 'Reports contradict what is recorded of the same call.',
      runbook: 'conflicting-reports',
    },
    UnknownFigures: {
      metric: metrics.recorded('UnknownFigures'),
      ...above(0),
      severity: 'low',
      meaning: 'Usage has figures that this version does not know and does not count.',
      runbook: 'unknown-figures',
    },
    UnpricedRequests: {
      metric: metrics.of(SERVICES.rollUpUsage, 'UnpricedRequests'),
      ...above(0),
      severity: 'low',
      meaning: 'Requests have no price, or not for all of them, so that costs are too low.',
      runbook: 'unpriced-requests',
    },
    PriceBooksRefused: {
      metric: metrics.of(SERVICES.rollUpUsage, 'PriceBooksRefused'),
      ...above(0),
      severity: 'low',
      meaning: 'The price overrides do not fit the prices of this version, so that older prices are used.',
      runbook: 'price-books-refused',
    },
    ResponseTime: {
      metric: api.api.metricLatency({ statistic: 'p95', period: Duration.minutes(5) }),
      ...above(responseTimeMs),
      evaluationPeriods: 2,
      severity: 'low',
      meaning: `One in twenty requests to the API took longer than ${responseTimeMs} ms.`,
      runbook: 'response-time',
    },
    ApiErrors: {
      metric: api.api.metricServerError({ statistic: 'Sum', period: Duration.minutes(5) }),
      ...above(0),
      severity: 'low',
      meaning: 'The API answered with a 5xx status.',
      runbook: 'api-errors',
    },
  };
}
