import { SERVICES } from '../../functions/shared/metrics.ts';
import { type Alarms, above } from '../monitoring/alarm-registry.ts';
import type { LedgerMetrics } from '../monitoring/ledger-metrics.ts';

/** Calls that were made and are not in the ledger. Errors and throttles have the alarms of every function. */
export function gatewayAlarms(metrics: LedgerMetrics): Alarms {
  return {
    UnrecordedCalls: {
      metric: metrics.of(SERVICES.forwardCalls, 'CallsUnrecorded'),
      ...above(0),
      // The caller has the answer, and no message waits anywhere.
      essential: true,
      severity: 'high',
      meaning: 'The gateway forwarded calls whose usage is not recorded.',
      runbook: 'unrecorded-calls',
    },
  };
}
