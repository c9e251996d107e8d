/**
 * Every metric the product emits, declared once: functions emit, alarms watch and the dashboard draws the same names.
 * All carry the dimensions `service` (the function's folder name) and `stage`.
 */
export const METRIC_NAMESPACE = 'TokenLedger';

export type MetricUnitName = 'Count' | 'Seconds';

/** The unit of each metric, by its name. */
export const METRICS = {
  // authorize-request
  /** Denied; the answer has the reason. */
  RequestsRefused: 'Count',
  /** Those of a known access key that is disabled, or by a secret that it does not have, or not any more. */
  AccessKeysRefused: 'Count',
  // accept-usage and accept-telemetry
  RecordsAccepted: 'Count',
  RecordsRejected: 'Count',
  /** Neither queued nor written: the answer asked the caller to retry. */
  RecordsFailed: 'Count',
  /** Written within the request because the queue did not confirm them. */
  RecordsWrittenDirectly: 'Count',
  // record-usage, and accept-usage when it writes directly
  RecordsRecorded: 'Count',
  RecordsQuarantined: 'Count',
  /** Total tokens of newly recorded usage. */
  TokensRecorded: 'Count',
  DuplicateRecords: 'Count',
  /** Reports that knew more than the record of their call, and changed it. */
  CompletedRecords: 'Count',
  /** Reports that contradict a record: both are listed by `GET /v1/conflicts`. Repeated deliveries count again. */
  ConflictingReports: 'Count',
  UnattributedTokens: 'Count',
  /** Records with figures of usage that are not known and not counted; the log names the figures. */
  UnknownFigures: 'Count',
  /** Recorded more than an hour after they occurred. */
  LateRecords: 'Count',
  /** Recorded with the time of receipt, because their own was in the future: a producer's clock is wrong. */
  ClocksAhead: 'Count',
  /** Messages handed back to the queue for another try; also by write-export. */
  MessagesRetried: 'Count',
  /** Spans of calls that another access key had reported, which count nothing. */
  SpansHeld: 'Count',
  /** Spans of calls that nobody else had reported, which are records. */
  SpansRecorded: 'Count',
  // roll-up-usage
  RollUpRuns: 'Count',
  BucketsRolledUp: 'Count',
  /** Buckets whose recomputation failed; their marks stay for the next run. */
  BucketsFailed: 'Count',
  /** A recomputation found fewer records than are already counted, and was refused. */
  ShrinksRefused: 'Count',
  /** Marks of hours that are too old to be recomputed. */
  FrozenMarks: 'Count',
  /** Both of these. What is stored and what statistics count then differ until somebody repairs it. */
  StatisticsKept: 'Count',
  /** Hours that the nightly sweep had recomputed. */
  HoursSwept: 'Count',
  /** Requests in closed hours something of which has no price. */
  UnpricedRequests: 'Count',
  /** Sources that are not heard any more while others are. */
  SourcesSilent: 'Count',
  /** A company's price overrides do not fit the prices of a new version of the product. */
  PriceBooksRefused: 'Count',
  /** Age of the oldest mark of a closed hour. */
  OldestMarkAge: 'Seconds',
  // evaluate-budgets
  BudgetRuns: 'Count',
  /** Budgets that could not be compared with what was spent; the next run tries again. */
  BudgetsFailed: 'Count',
  AlertsFired: 'Count',
  /** Fired, but not taken by the queue; the next run tries again. */
  AlertsHeldBack: 'Count',
  // deliver-notifications, of budgets and reports
  NotificationsDelivered: 'Count',
  /** Attempts by one channel that will be repeated. */
  NotificationDeliveriesFailed: 'Count',
  // forward-calls
  /** Records of forwarded calls that the queue has. */
  CallsRecorded: 'Count',
  /** Calls that were answered and whose record the queue does not have. */
  CallsUnrecorded: 'Count',
  /** Calls that broke off before their usage was known. */
  CallsBrokenOff: 'Count',
  /** Calls that callers gave up before their answers began: they may be billed, and have no record. */
  CallsGivenUp: 'Count',
  /** Calls that were not forwarded; the answer has the reason. */
  CallsRefused: 'Count',
  // run-report
  /** Runs begun by schedule; one that is begun twice counts twice. */
  ReportRuns: 'Count',
  /** Schedules that were not what is stored, and were put right. */
  SchedulesRepaired: 'Count',
} as const satisfies Record<string, MetricUnitName>;

export type MetricName = keyof typeof METRICS;

/** The `service` dimension of each function. */
export const SERVICES = {
  authorizeRequest: 'authorize-request',
  acceptUsage: 'accept-usage',
  acceptTelemetry: 'accept-telemetry',
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
  forwardCalls: 'forward-calls',
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
