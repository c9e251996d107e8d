import { SERVICES } from '../../functions/shared/metrics.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import { type Alarms, above } from '../monitoring/alarm-registry.ts';
import type { LedgerMetrics } from '../monitoring/ledger-metrics.ts';
import { silence } from '../monitoring/silence.ts';

const HOUR_SECONDS = 3600;

/** Whether the statistics keep up, and stay right. */
export function rollUpAlarms(metrics: LedgerMetrics, configuration: Configuration): Alarms {
  const { enabled, schedule } = configuration.autoAggregation;
  return {
    RollUpFailures: {
      metric: metrics.of(SERVICES.rollUpUsage, 'BucketsFailed'),
      ...above(0),
      evaluationPeriods: 3,
      severity: 'high',
      meaning: 'Statistics could not be recomputed for a quarter of an hour.',
      runbook: 'roll-up-failures',
    },
    ...(enabled && {
      RollUpSilence: {
        ...silence((period) => metrics.of(SERVICES.rollUpUsage, 'RollUpRuns', period), schedule),
        meaning: 'The roll-up did not complete a run.',
        runbook: 'roll-up-silence',
      },
    }),
    RollUpLag: {
      metric: metrics.of(SERVICES.rollUpUsage, 'OldestMarkAge'),
      ...above(3 * HOUR_SECONDS),
      evaluationPeriods: 3,
      severity: 'low',
      meaning: 'Statistics of a closed hour have waited for their recomputation for more than three hours.',
      runbook: 'roll-up-lag',
    },
    ShrinksRefused: {
      metric: metrics.of(SERVICES.rollUpUsage, 'ShrinksRefused'),
      ...above(0),
      severity: 'high',
      meaning: 'A recomputation found fewer records than are already counted and was refused.',
      runbook: 'shrinks-refused',
    },
    FrozenMarks: {
      metric: metrics.of(SERVICES.rollUpUsage, 'FrozenMarks'),
      ...above(0),
      severity: 'high',
      meaning: 'Usage was recorded for an hour that is too old to be recomputed.',
      runbook: 'frozen-marks',
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
  };
}
