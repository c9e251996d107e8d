import { Duration } from 'aws-cdk-lib';
import type { Configuration } from '../configuration/read-configuration.ts';
import { type Alarms, above } from '../monitoring/alarm-registry.ts';
import type { UsageApi } from './usage-api.ts';

/** How the API answers. */
export function apiAlarms({ monitoring }: Configuration, { api }: UsageApi): Alarms {
  const { responseTimeMs } = monitoring.alertThresholds;
  return {
    ResponseTime: {
      metric: api.metricLatency({ statistic: 'p95', period: Duration.minutes(5) }),
      ...above(responseTimeMs),
      evaluationPeriods: 2,
      severity: 'low',
      meaning: `One in twenty requests to the API took longer than ${responseTimeMs} ms.`,
      runbook: 'response-time',
    },
    ApiErrors: {
      metric: api.metricServerError({ statistic: 'Sum', period: Duration.minutes(5) }),
      ...above(0),
      severity: 'low',
      meaning: 'The API answered with a 5xx status.',
      runbook: 'api-errors',
    },
  };
}
