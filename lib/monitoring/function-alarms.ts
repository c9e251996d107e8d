import { Duration } from 'aws-cdk-lib';
import type { LedgerFunction } from '../shared/ledger-function.ts';
import { type Alarms, above } from './alarm-registry.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** Whether a function fails or is throttled. */
export function functionAlarms({ node, service, function: fn }: LedgerFunction): Alarms {
  return {
    [`${node.id}Errors`]: {
      metric: fn.metricErrors({ period: FIVE_MINUTES }),
      ...above(0),
      severity: 'high',
      meaning: `The function ${service} failed: an invocation ended with an error, or without an answer.`,
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
