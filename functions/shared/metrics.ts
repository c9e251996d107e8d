/**
 * Every metric the product emits, declared once: functions emit, alarms watch and the dashboard draws the same names.
 * All carry the dimensions `service` (the function's folder name) and `stage`.
 */
export const METRIC_NAMESPACE = 'TokenLedger';

export type MetricUnitName = 'Count' | 'Seconds';

/** The unit of each metric, by its name. */
export const METRICS = {
  // authorize-request
  /** Requests that the authorizer refused. */
  RequestsRefused: 'Count',
  // accept-usage
  RecordsAccepted: 'Count',
  RecordsRejected: 'Count',
  /** Neither queued nor written; the answer asks the caller to retry. */
  RecordsFailed: 'Count',
  /** Written within the request because the queue did not confirm them. */
  RecordsWrittenDirectly: 'Count',
  // record-usage, and accept-usage when it writes directly
  RecordsRecorded: 'Count',
  RecordsQuarantined: 'Count',
  /** Total tokens of newly recorded usage. */
  TokensRecorded: 'Count',
  DuplicateRecords: 'Count',
  /** Duplicates whose content differs from the first report. */
  ConflictingRecords: 'Count',
  UnattributedTokens: 'Count',
  /** Recorded more than an hour after they occurred. */
  LateRecords: 'Count',
  /** Messages returned to the queue for another try; also by write-export. */
  MessagesRetried: 'Count',
  // roll-up-usage
  RollUpRuns: 'Count',
  BucketsRolledUp: 'Count',
  /** Buckets whose recomputation failed; their marks stay for the next run. */
  BucketsFailed: 'Count',
  /** Recomputations that found fewer records than the statistics count, and were refused. */
  ShrinksRefused: 'Count',
  FrozenMarks: 'Count',
  /** Hours marked by the nightly sweep. */
  HoursSwept: 'Count',
  /** Requests in closed hours that have no price for a part of their usage. */
  UnpricedRequests: 'Count',
  /** Price overrides that do not fit the prices of a new version of the product. */
  PriceBooksRefused: 'Count',
  /** Age of the oldest mark of a closed hour. */
  OldestMarkAge: 'Seconds',
  // evaluate-budgets
  BudgetRuns: 'Count',
  /** Budgets that could not be evaluated; the next run tries again. */
  BudgetsFailed: 'Count',
  AlertsFired: 'Count',
  /** Fired, but not queued; the next run tries again. */
  AlertsHeldBack: 'Count',
  // deliver-notifications, of budgets and reports
  NotificationsDelivered: 'Count',
  /** Attempts of one channel that will be repeated. */
  NotificationDeliveriesFailed: 'Count',
  // run-report
  /** Runs started by a schedule; a run that starts twice counts twice. */
  ReportRuns: 'Count',
  /** Schedules that differed from the stored report and were repaired. */
  SchedulesRepaired: 'Count',
} as const satisfies Record<string, MetricUnitName>;

export type MetricName = keyof typeof METRICS;

/** The `service` dimension of each function. */
export const SERVICES = {
  authorizeRequest: 'authorize-request',
  acceptUsage: 'accept-usage',
  recordUsage: 'record-usage',
  rollUpUsage: 'roll-up-usage',
  queryUsage: 'query-usage',
  queryRecords: 'query-records',
  rebuildUsage: 'rebuild-usage',
  managePrices: 'manage-prices',
  evaluateBudgets: 'evaluate-budgets',
  deliverNotifications: 'deliver-notifications',
  manageBudgets: 'manage-budgets',
  manageReports: 'manage-reports',
  runReport: 'run-report',
  manageAccess: 'manage-access',
  manageExports: 'manage-exports',
  writeExport: 'write-export',
  manageFailures: 'manage-failures',
  checkQuality: 'check-quality',
  describeApi: 'describe-api',
  serveConsole: 'serve-console',
  checkHealth: 'check-health',
} as const;

export type ServiceName = (typeof SERVICES)[keyof typeof SERVICES];
