import type {
  AlertChannelName,
  AlertKey,
  Budget,
  Conflict,
  MeasureName,
  NamedSource,
  Rebuild,
  ReportChannelName,
  SourceMark,
  StoredAlert,
  TokenKind,
  UsageRecord,
  WitnessCounts,
} from '@token-ledger/core';

/*
 * The only place that knows what the attributes of the tables are called. Names are short where they are stored, and billed, with every
 * record; everywhere else in the code they have their full names.
 *
 * Both sides import it, the functions and the stack that creates the tables, so it must stay free of other imports.
 */

/** Partition key of all tables. */
export const PARTITION_KEY = 'p';
/** Sort key of all tables. */
export const SORT_KEY = 's';
/** Time-to-live of all tables: seconds since the epoch. */
export const TTL_ATTRIBUTE = 'x';

export const TOKEN_ATTRIBUTES = {
  input: 'i',
  output: 'o',
  cacheCreation5m: 'c5',
  cacheCreation1h: 'c1',
  cacheCreationUnattributed: 'cu',
  cacheRead: 'r',
} as const satisfies Record<TokenKind, string>;

export const RECORD_ATTRIBUTES = {
  requestId: PARTITION_KEY,
  occurredAtMs: 't',
  receivedAtMs: 'g',
  accessKeyId: SORT_KEY,
  userId: 'u',
  model: 'm',
  feature: 'f',
  status: 'rs',
  endpoint: 'e',
  stopReason: 'sr',
  temperature: 'tp',
  maxTokens: 'mt',
  serviceTier: 'st',
  inferenceGeo: 'geo',
  speed: 'sp',
  thinkingTokens: 'th',
  webSearchRequests: 'ws',
  webFetchRequests: 'wf',
  iterations: 'it',
  fallbackCredit: 'fc',
  billedTo: 'bt',
  metadata: 'md',
  clockClamped: 'q',
  otherName: 'on',
  detail: 'dt',
  source: 'so',
  revision: 'rv',
  userNamedLater: 'ul',
  mergedInto: 'mi',
  collectedBy: 'cb',
} as const satisfies Record<Exclude<keyof UsageRecord, 'tokens' | 'timeMissing'>, string>;

/** Short, as nearly every record has one. */
export const SOURCE_CODES = {
  client: 'c',
  gateway: 'g',
  claude_code: 'cc',
  anthropic_span: 'as',
  span: 's',
  transcript: 't',
  batch_results: 'b',
  litellm: 'll',
  langfuse: 'lf',
  symfony: 'sy',
  import: 'i',
} as const satisfies Record<NamedSource, string>;

/** Marks an item of the records table that only keeps its key taken: the record was erased. */
export const TOMBSTONE_ATTRIBUTE = 'del';

/** Of an item of the records table that is an alias: the name that its own name stands for. */
export const ALIAS_TARGET_ATTRIBUTE = 'to';

/** Within `iterations`, beside the token attributes. */
export const ITERATION_ATTRIBUTES = { type: 'y', model: 'm' } as const;

export const MEASURE_ATTRIBUTES = {
  requests: 'n',
  errors: 'er',
  ...TOKEN_ATTRIBUTES,
  cost: 'c',
  discount: 'd',
  unpricedRequests: 'up',
  uncertainRequests: 'un',
  billedElsewhereRequests: 'be',
  unreportedTokens: 'ut',
} as const satisfies Record<MeasureName, string>;

/** Columns of the packed cells, beside the measures. */
export const CELL_ATTRIBUTES = { model: 'm', feature: 'f' } as const;

export const SEGMENT_ATTRIBUTES = { packed: 'z', count: 'n' } as const;
export const MARK_ATTRIBUTES = {
  token: 'tok',
  firstMarkedAtMs: 'first',
  repair: 'rep',
  prompt: 'now',
  failedAtMs: 'fat',
  failureCode: 'fcd',
} as const;
export const STATISTICS_ATTRIBUTES = {
  count: 'n',
  revisions: 'rv',
  totals: 'tot',
  packedCells: 'z',
  writeId: 'w',
} as const;
export const QUARANTINE_ATTRIBUTES = {
  receivedAtMs: 'at',
  reason: 'rsn',
  problems: 'prb',
  record: 'rec',
  complete: 'all',
} as const;
export const CONFLICT_ATTRIBUTES = {
  id: SORT_KEY,
  accessKeyId: 'key',
  reason: 'rsn',
  receivedAtMs: 'at',
  recorded: 'was',
  reported: 'is',
  tiedTo: 'to',
} as const satisfies Record<keyof Conflict, string>;
export const REBUILD_ATTRIBUTES = {
  id: 'id',
  fromMs: 'from',
  toMs: 'to',
  repair: 'rep',
  markedHours: 'hours',
  skippedFrozenHours: 'frozen',
  startedAtMs: 'at',
  markedAtMs: 'marked',
} as const satisfies Record<keyof Rebuild, string>;
export const HEARTBEAT_ATTRIBUTES = { completedAtMs: 'at' } as const;
export const ACCESS_KEY_ATTRIBUTES = {
  name: 'name',
  ownerUserId: 'owner',
  scopes: 'scopes',
  salt: 'salt',
  secretHash: 'hash',
  createdAtMs: 'created',
  disabled: 'disabled',
  disabledAtMs: 'since',
  rotatedAtMs: 'rotated',
  previous: 'previous',
  validUntilMs: 'until',
  revision: 'rev',
} as const;
export const LAST_USE_ATTRIBUTES = { hourStartMs: 'hour' } as const;
export const USER_ATTRIBUTES = {
  name: 'name',
  email: 'email',
  createdAtMs: 'created',
  disabled: 'disabled',
  disabledAtMs: 'since',
  revision: 'rev',
} as const;
export const IDEMPOTENCY_ATTRIBUTES = { bodyDigest: 'hash' } as const;
export const DISABLED_ATTRIBUTES = { disabledAtMs: 'since' } as const;
export const AUDIT_ATTRIBUTES = {
  atMs: 'at',
  actorKind: 'kind',
  actorId: 'actor',
  actorUserId: 'user',
  operation: 'op',
  target: 'on',
  fromMs: 'from',
  toMs: 'to',
  outcome: 'out',
  sourceIp: 'ip',
  userAgent: 'agent',
  requestId: 'request',
  count: 'n',
  uncountedUntilMs: 'quiet',
} as const;
export const BUDGET_ATTRIBUTES = {
  id: 'id',
  name: 'name',
  scope: 'scope',
  unit: 'unit',
  period: 'period',
  terms: 'terms',
  earlierTerms: 'earlier',
  webhook: 'hook',
  revision: 'rev',
  createdAtMs: 'created',
  updatedAtMs: 'updated',
} as const satisfies Record<keyof Budget, string>;
/** What names an alert, also where it waits. */
export const ALERT_KEY_ATTRIBUTES = {
  budgetId: 'id',
  periodId: 'pid',
  percent: 'pct',
  armedBy: 'rev',
} as const satisfies Record<keyof AlertKey, string>;
export const ALERT_ATTRIBUTES = {
  ...ALERT_KEY_ATTRIBUTES,
  budgetName: 'name',
  scope: 'scope',
  unit: 'unit',
  period: 'period',
  periodStartMs: 'from',
  periodEndMs: 'to',
  amount: 'amount',
  spent: 'spent',
  unpricedRequests: 'unpriced',
  firedAtMs: 'at',
} as const satisfies Record<Exclude<keyof StoredAlert, 'deliveredAtMs'>, string>;
/** When each channel confirmed an alert. */
export const DELIVERY_ATTRIBUTES = {
  event_bus: 'dbus',
  topic: 'dtopic',
  webhook: 'dhook',
} as const satisfies Record<AlertChannelName, string>;
export const SPENT_BUDGETS_ATTRIBUTES = {
  list: 'list',
  dimension: 'd',
  id: 'id',
  periodEndMs: 'to',
} as const;
export const SIGNING_KEY_ATTRIBUTES = { secret: 'secret' } as const;
export const PRICE_ATTRIBUTES = {
  latestRevision: 'latest',
  spans: 'spans',
  fromMs: 'from',
  revision: 'rev',
  book: 'book',
  createdAtMs: 'at',
} as const;
export const EXPORT_ATTRIBUTES = { job: 'job', version: 'v' } as const;
export const REPORT_ATTRIBUTES = { report: 'report', revision: 'rev' } as const;
export const RUN_ATTRIBUTES = { run: 'run', outcome: 'out' } as const;
/** The last attempt of each channel to deliver a run. */
export const RUN_DELIVERY_ATTRIBUTES = {
  topic: 'dtopic',
  webhook: 'dhook',
} as const satisfies Record<ReportChannelName, string>;
export const DELIVERY_ATTEMPT_ATTRIBUTES = { atMs: 'at', problem: 'prb' } as const;
export const SOURCE_MARK_ATTRIBUTES = {
  lastHeardAtMs: 'at',
  steadySinceMs: 'since',
} as const satisfies Record<Exclude<keyof SourceMark, 'source'>, string>;
/** Counters, beside the time to live. */
export const WITNESS_ATTRIBUTES = {
  seen: 'seen',
  held: 'held',
  recorded: 'rec',
  withoutIdentity: 'unid',
} as const satisfies Record<keyof WitnessCounts, string>;
export const QUALITY_ATTRIBUTES = { text: 'text', revision: 'rev' } as const;
export const SETTINGS_ATTRIBUTES = {
  retentionDays: 'days',
  leafMinutes: 'leaf',
  earlier: 'earlier',
  untilMs: 'until',
} as const;
export const WAITING_EVENT_BODY_ATTRIBUTE = 'body';
