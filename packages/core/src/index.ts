export * from './access/access-key.ts';
export * from './access/principal.ts';
export * from './access/visibility.ts';
export * from './ledger/admission.ts';
export * from './ledger/audit.ts';
export type { AuditDifference } from './ledger/audit-difference.ts';
export * from './ledger/cell-filter.ts';
export * from './ledger/erase-user.ts';
export * from './ledger/fold.ts';
export * from './ledger/follow-settings.ts';
export * from './ledger/measures.ts';
export * from './ledger/read-health.ts';
export * from './ledger/read-plan.ts';
export * from './ledger/read-statistics.ts';
export * from './ledger/rebuild.ts';
export * from './ledger/record-usage.ts';
export * from './ledger/retention.ts';
export * from './ledger/roll-up.ts';
export * from './ledger/settings.ts';
export * from './ledger/source-reader.ts';
export * from './ledger/statistics.ts';
export * from './ledger/statistics-query.ts';
export * from './ledger/sweep.ts';
export * from './ports/access-key-store.ts';
export * from './ports/clock.ts';
export * from './ports/ledger-store.ts';
export * from './ports/settings-store.ts';
export * from './ports/usage-queue.ts';
export {
  MAGNITUDES,
  type Magnitude,
  magnitudeOf,
  type NamedMeasures,
  ratio,
} from './queries/measure-sums.ts';
export type { TimeSpan } from './queries/previous-range.ts';
export * from './queries/aggregations.ts';
export * from './queries/read-overview.ts';
export * from './queries/read-records.ts';
export * from './queries/read-top-consumers.ts';
export * from './queries/read-trends.ts';
export * from './queries/read-visible-statistics.ts';
export * from './queries/record-filter.ts';
export * from './queries/visible-subject.ts';
export * from './time/bucket.ts';
export * from './time/calendar.ts';
export * from './time/leaf-schedule.ts';
export * from './usage/anthropic-usage.ts';
export * from './usage/identity.ts';
export * from './usage/record.ts';
export * from './usage/token-counts.ts';
export * from './usage/without-absent.ts';
export * from './util/compare-ids.ts';
export * from './util/map-concurrently.ts';
