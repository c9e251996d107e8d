import { SERVICES } from '../../functions/shared/metrics.ts';
import { type Alarms, above, inPeriods } from '../monitoring/alarm-registry.ts';
import type { LedgerMetrics } from '../monitoring/ledger-metrics.ts';

/** Programs that report with a key that no longer works: what they do not repeat later is missing in the ledger. */
export function accessAlarms(metrics: LedgerMetrics): Alarms {
  return {
    AccessKeysRefused: {
      metric: metrics.of(SERVICES.authorizeRequest, 'AccessKeysRefused'),
      ...above(0),
      ...inPeriods(2, 3),
      severity: 'low',
      meaning: 'Requests with a known access key are refused: it is disabled, or its secret is over.',
      runbook: 'access-keys-refused',
    },
  };
}
