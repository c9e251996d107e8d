import { SERVICES } from '../../functions/shared/metrics.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import { type Alarms, above } from '../monitoring/alarm-registry.ts';
import type { LedgerMetrics } from '../monitoring/ledger-metrics.ts';
import { silence } from '../monitoring/silence.ts';

const HOUR_SECONDS = 3600;

/** Whether statistics are up to date and correct. */
export function rollUpAlarms(metrics: LedgerMetrics, configuration: Configuration): Alarms {
  const { enabled, schedule } = configuration.autoAggregation;
  return {
    RollUpFailures: {
      metric: metrics.of(SERVICES.rollUpUsage, 'BucketsFailed'),
      ...above(0),
      evaluationPeriods: 3,
      severity: 'high',
      meaning: 'The roll-up failed to recompute at least one period for 15 minutes.',
      runbook: 'roll-up-failures',
    },
    ...(enabled && {
      RollUpSilence: {
        ...silence((period) => metrics.of(SERVICES.rollUpUsage, 'RollUpRuns', period), schedule),
        meaning: 'The roll-up has stopped: it completed no run.',
        runbook: 'roll-up-silence',
      },
    }),
    RollUpLag: {
      metric: metrics.of(SERVICES.rollUpUsage, 'OldestMarkAge'),
      ...above(3 * HOUR_SECONDS),
      evaluationPeriods: 3,
      severity: 'low',
      meaning: 'The statistics of a closed hour have waited for the roll-up for more than three hours.',
      runbook: 'roll-up-lag',
    },
    StatisticsKept: {
      metric: metrics.of(SERVICES.rollUpUsage, 'StatisticsKept'),
      ...above(0),
      essential: true,
      severity: 'high',
      meaning:
        'The roll-up kept statistics that differ from what is stored: it found fewer records than they count, usage was recorded for an hour that is too old to be recomputed, or the nightly audit found figures that it must not repair.',
      runbook: 'statistics-kept',
    },
    UnpricedRequests: {
      metric: metrics.of(SERVICES.rollUpUsage, 'UnpricedRequests'),
      ...above(0),
      severity: 'low',
      meaning: 'Some requests have no price, or only a partial one, so reported costs are too low.',
      runbook: 'unpriced-requests',
    },
    SourcesSilent: {
      metric: metrics.of(SERVICES.rollUpUsage, 'SourcesSilent'),
      ...above(0),
      severity: 'low',
      meaning: 'A way in that reported calls is silent while others are busy, so calls may be missing.',
      runbook: 'sources-silent',
    },
    PriceBooksRefused: {
      metric: metrics.of(SERVICES.rollUpUsage, 'PriceBooksRefused'),
      ...above(0),
      severity: 'low',
      meaning:
        'The price overrides do not fit the prices of this version, so the previous prices stay in use.',
      runbook: 'price-books-refused',
    },
  };
}
