import { Duration } from 'aws-cdk-lib';
import type { LedgerFunction } from '../shared/ledger-function.ts';
import { type Alarms, above } from './alarm-registry.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** Whether a function fails, or is not started. */
export function functionAlarms({ node, function: fn }: LedgerFunction): Alarms {
  return {
    [`${node.id}Errors`]: {
      metric: fn.metricErrors({ period: FIVE_MINUTES }),
      ...above(0),
      severity: 'high',
      meaning: 'The function failed as a whole.',
      runbook: 'function-errors',
    },
    [`${node.id}Throttles`]: {
      metric: fn.metricThrottles({ period: FIVE_MINUTES }),
      ...above(0),
      severity: 'low',
      meaning: 'The function was not started because too many ran already.',
      runbook: 'function-throttles',
    },
  };
}
