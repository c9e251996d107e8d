import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SERVICES, type ServiceName } from '../../functions/shared/metrics.ts';
import type { LedgerFunction } from '../shared/ledger-function.ts';
import { type Alarms, above, inPeriods } from './alarm-registry.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** While one of these fails, usage, statistics or alerts stand still, or nobody is let in. */
const ON_THE_PATH: ReadonlySet<ServiceName> = new Set([
  SERVICES.authorizeRequest,
  SERVICES.acceptUsage,
  SERVICES.recordUsage,
  SERVICES.rollUpUsage,
  SERVICES.evaluateBudgets,
  SERVICES.deliverNotifications,
]);

/** Whether functions are refused because too many run. All of the account share its limit, so one alarm says it for all. */
export function throttleAlarms(): Alarms {
  return {
    AccountThrottles: {
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Throttles',
        statistic: 'Sum',
        period: FIVE_MINUTES,
      }),
      ...above(0),
      ...inPeriods(2, 3),
      essential: true,
      severity: 'high',
      meaning: 'Lambda refuses to start functions of this account, because too many run already.',
      runbook: 'function-throttles',
    },
  };
}

/** Whether a function fails or is throttled. */
export function functionAlarms({ node, service, function: fn }: LedgerFunction): Alarms {
  return {
    [`${node.id}Errors`]: {
      metric: fn.metricErrors({ period: FIVE_MINUTES }),
      ...above(0),
      ...inPeriods(2, 3),
      severity: ON_THE_PATH.has(service) ? 'high' : 'low',
      meaning: `The function ${service} fails: invocations end with an error, or without an answer.`,
      runbook: 'function-errors',
    },
    [`${node.id}Throttles`]: {
      metric: fn.metricThrottles({ period: FIVE_MINUTES }),
      ...above(0),
      severity: 'low',
      meaning: `Lambda did not start the function ${service}, because too many ran already.`,
      runbook: 'function-throttles',
    },
  };
}
