export * from './access/access-key.ts';
export * from './access/access-key-store.ts';
export * from './access/audit-log.ts';
export * from './access/cached-access-keys.ts';
export * from './access/disabled.ts';
export * from './access/disabled-ids.ts';
export * from './access/first-use-of-hour.ts';
export * from './access/principal.ts';
export type { Pseudonyms } from './access/pseudonyms.ts';
export type { NamedKind, ReadNames } from './access/read-names.ts';
export * from './access/shown-ids.ts';
export * from './access/shown-records.ts';
export * from './access/user-store.ts';
export * from './access/visibility.ts';
export * from './access/waiting-events.ts';
export * from './budgets/alert.ts';
export * from './budgets/budget.ts';
export * from './budgets/budget-amount.ts';
export * from './budgets/budget-period.ts';
export * from './budgets/budget-store.ts';
export * from './budgets/change-budget.ts';
export * from './budgets/deliver-alert.ts';
export * from './budgets/evaluate-budgets.ts';
export * from './budgets/hand-over-alerts.ts';
export * from './budgets/note-spent-budgets.ts';
export * from './budgets/spend-reader.ts';
export * from './exports/column.ts';
export * from './exports/export-access.ts';
export * from './exports/export-definition.ts';
export * from './exports/export-job.ts';
export * from './exports/export-store.ts';
export { FOCUS_FIELDS, FOCUS_VERSION } from './exports/focus-columns.ts';
export * from './exports/manage-exports.ts';
export { DEFAULT_RECORD_FIELDS, RECORD_FIELDS, type RecordField } from './exports/record-columns.ts';
export {
  MAX_SPREADSHEET_ROWS,
  type Spreadsheet,
  type SpreadsheetRow,
  type Spreadsheets,
} from './exports/spreadsheet.ts';
export type { CellFormat, SpreadsheetColumn } from './exports/spreadsheet-columns.ts';
export {
  DEFAULT_STATISTICS_FIELDS,
  STATISTICS_FIELDS,
  type StatisticsField,
} from './exports/statistics-columns.ts';
export * from './exports/write-export.ts';
export * from './failures/conflict-pages.ts';
export * from './failures/dead-letter-queue.ts';
export * from './failures/quarantine-pages.ts';
export * from './failures/settle-dead-letter.ts';
export * from './failures/walk-dead-letters.ts';
export * from './ledger/adopt-settings.ts';
export * from './ledger/amounts.ts';
export * from './ledger/cell-columns.ts';
export * from './ledger/fold.ts';
export * from './ledger/ledger-store.ts';
export * from './ledger/lists.ts';
export * from './ledger/measures.ts';
export * from './ledger/range-progress.ts';
export * from './ledger/read/cell-filter.ts';
export * from './ledger/read/list-cache.ts';
export * from './ledger/read/read-health.ts';
export * from './ledger/read/read-plan.ts';
export * from './ledger/read/read-statistics.ts';
export * from './ledger/read/source-reader.ts';
export * from './ledger/read/statistics-query.ts';
export * from './ledger/repair/audit.ts';
export type { AuditDifference } from './ledger/repair/audit-difference.ts';
export * from './ledger/repair/erase-user.ts';
export * from './ledger/repair/rebuild.ts';
export * from './ledger/repair/reprice.ts';
export * from './ledger/retention.ts';
export * from './ledger/roll-up/closing-grace.ts';
export * from './ledger/roll-up/roll-up.ts';
export * from './ledger/roll-up/sweep.ts';
export * from './ledger/settings.ts';
export * from './ledger/settings-store.ts';
export * from './ledger/statistics.ts';
export * from './ledger/statistics-items.ts';
export * from './ledger/unite-copies.ts';
export * from './ledger/write/admission.ts';
export { recordReports } from './ledger/write/apply-reports.ts';
export * from './ledger/write/group-reports.ts';
export * from './ledger/write/record-outcome.ts';
export * from './ledger/write/record-usage.ts';
export { billedTokens } from './pricing/billed-parts.ts';
export * from './pricing/change-prices.ts';
export { checkPriceBook } from './pricing/check-price-book.ts';
export { formatDecimal } from './pricing/decimal.ts';
export { type MergedPriceBook, mergePriceBooks, withModelAliases } from './pricing/merge-price-books.ts';
export { findModel, isSameModel, type ModelName } from './pricing/model-alias.ts';
export { formatNanoDollars, parseNanoDollars } from './pricing/money.ts';
export * from './pricing/price-book.ts';
export type { PriceLine } from './pricing/price-line.ts';
export { PRICE_PROBLEM_CODES, type PriceProblem, type PriceProblemCode } from './pricing/price-problem.ts';
export * from './pricing/price-schedule.ts';
export * from './pricing/price-store.ts';
export { createPricer, type Pricer } from './pricing/pricer.ts';
export * from './pricing/prices.ts';
export * from './pricing/record-cost.ts';
export { SHIPPED_PRICE_BOOK } from './pricing/shipped-prices.ts';
export * from './quality/audit-day.ts';
export * from './quality/day-audit.ts';
export * from './quality/quality-grades.ts';
export * from './quality/quality-report.ts';
export * from './quality/quality-score.ts';
export * from './quality/read-quality.ts';
export * from './quality/record-sampler.ts';
export * from './quality/source-counts.ts';
export * from './quality/source-store.ts';
export * from './quality/witness-store.ts';
export * from './queries/aggregations.ts';
export * from './queries/find-records.ts';
export {
  MAGNITUDES,
  type Magnitude,
  magnitudeOf,
  type NamedMeasures,
  ratio,
} from './queries/measure-sums.ts';
export type { TimeSpan } from './queries/previous-range.ts';
export * from './queries/read-overview.ts';
export {
  MAX_PAIR_RECORDS,
  MAX_PAIR_SLICES,
  RecordsNotKeptError,
  readPair,
  TooManyRecordsError,
} from './queries/read-pair.ts';
export * from './queries/read-records.ts';
export type { Split } from './queries/read-split.ts';
export * from './queries/read-top-consumers.ts';
export * from './queries/read-trends.ts';
export * from './queries/read-visible-statistics.ts';
export * from './queries/record-filter.ts';
export * from './queries/visible-subject.ts';
export * from './reports/deliver-run.ts';
export * from './reports/delivery-error.ts';
export * from './reports/report.ts';
export * from './reports/report-range.ts';
export * from './reports/report-run.ts';
export * from './reports/report-store.ts';
export * from './reports/start-run.ts';
export * from './reports/sync-schedule.ts';
export * from './time/bucket.ts';
export * from './time/calendar.ts';
export * from './time/clock.ts';
export * from './time/leaf-schedule.ts';
export { type CalendarSpan, startOfLast } from './time/local-date.ts';
export * from './usage/anthropic-usage.ts';
export * from './usage/idempotency-store.ts';
export * from './usage/identity.ts';
export * from './usage/merge-stream-events.ts';
export * from './usage/record.ts';
export * from './usage/source.ts';
export * from './usage/token-counts.ts';
export * from './usage/usage-queue.ts';
export * from './util/compare-ids.ts';
export * from './util/json.ts';
export * from './util/map-concurrently.ts';
export * from './util/without-absent.ts';
