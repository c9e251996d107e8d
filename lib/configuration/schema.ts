import { EVENT_TYPES, type EventType } from '@token-ledger/contract';
import { MAX_RETENTION_DAYS, MIN_RETENTION_DAYS } from '@token-ledger/core';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod/mini';
import { GATEWAY_MODES } from '../../functions/forward-calls/contract.ts';
import type { LogChannel } from '../../functions/shared/log-channels.ts';
import {
  list,
  mapping,
  minutesOfSilence,
  optionalFeature,
  optionalSection,
  section,
  share,
  text,
  trueOrFalse,
  wholeNumber,
  wholeNumberOrUnlimited,
} from './fields.ts';
import { isScheduleExpression } from './schedule-expression.ts';
import { isTimeZone } from './time-zone.ts';

const SECONDS_PER_YEAR = 31_536_000;
/** The retentions that CloudWatch Logs offers. */
const LOG_RETENTION_DAYS = Object.values(RetentionDays)
  .filter((days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE)
  .toSorted((a, b) => a - b);

const schedule = (byDefault: string) =>
  z._default(
    text(
      'rate(<number> minutes|hours) of at most 8 hours, or cron(<six fields>), in the syntax of EventBridge Scheduler',
      isScheduleExpression,
    ),
    byDefault,
  );

export const DEFAULT_STAGE = 'dev';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
const LOG_LEVEL = z.enum(LOG_LEVELS, `one of ${LOG_LEVELS.join(', ')}`);

const ACCESS_KEY_ID =
  'the id of an access key: 1 to 128 printable ASCII characters without spaces, and not -';
const isAccessKeyId = (value: string) => /^(?!-$)[\x21-\x7e]{1,128}$/.test(value);

const CLAIM_TEXT = '1 to 256 characters without spaces';
const isClaimText = (value: string) => /^\S{1,256}$/.test(value);
const isScopeList = (value: string) =>
  /^[\x21-\x7e]+( [\x21-\x7e]+){0,19}$/.test(value) && value.split(' ').includes('openid');

/** No ARN: the table must be in the account and region of the stage. */
const TABLE_NAME = text(
  'the name of a table: 3 to 255 letters, digits, dots, hyphens and underscores',
  (value) => /^[\w.-]{3,255}$/.test(value),
);

/** Off by default: one for each batch of usage. */
const isOnByDefault = (type: EventType) => type !== 'usageCollected';
const eventSwitches = Object.fromEntries(
  (Object.keys(EVENT_TYPES) as EventType[]).map((type) => [type, trueOrFalse(isOnByDefault(type))]),
) as Record<EventType, ReturnType<typeof trueOrFalse>>;

/** Every setting with its default and bounds; `docs/configuration.md` explains them. */
export const configurationSchema = section({
  stage: z._default(
    text('1 to 20 lower-case letters, digits and hyphens, a letter first', (value) =>
      /^[a-z][a-z0-9-]{0,19}$/.test(value),
    ),
    DEFAULT_STAGE,
  ),
  /** True: the API queues records and answers at once. False: it writes them within the request. */
  asyncProcessing: trueOrFalse(true),
  /** Messages per invocation of the queue's consumer. */
  batchSize: z._default(wholeNumber(1, 10_000), 100),
  /** How long the consumer waits for a batch to fill. */
  batchingWindowSeconds: z._default(wholeNumber(0, 300), 5),
  /** How long spans wait for better reports of the same calls; the maximum of SQS is 15 minutes. */
  spanDelaySeconds: z._default(wholeNumber(0, 900), 900),
  /** How long raw records are kept and duplicates are recognised. Statistics never expire. */
  retentionDays: z._default(wholeNumber(MIN_RETENTION_DAYS, MAX_RETENTION_DAYS), 90),
  /** Older records are refused. The default depends on `retentionDays` (see `defaultLateLimitDays`). */
  lateLimitDays: z.optional(wholeNumber(1, MAX_RETENTION_DAYS)),
  /**
   * The most tokens of one record; a record with more is quarantined. The default is far above what a call can use, the maximum
   * is what one counter can hold.
   */
  maxTokensPerRecord: z._default(wholeNumber(1, 2 ** 40), 100_000_000),
  /**
   * The length of the leaves that hours are divided into, so that queries about the current hour stay fast: 60 (not divided),
   * 15 above 50,000 records an hour, 5 above 200,000.
   */
  leafMinutes: z._default(z.literal([60, 15, 5], 'one of 60, 15, 5'), 60),
  /** How long the files of exports are kept. */
  exportRetentionDays: z._default(wholeNumber(1, 365), 7),
  enableQualityMetrics: trueOrFalse(true),
  autoAggregation: optionalSection({
    enabled: trueOrFalse(true),
    /** Answers are as exact between runs: they read what is not rolled up yet from the records. */
    schedule: schedule('rate(5 minutes)'),
    /** The most buckets of each period that one run recomputes. */
    batchSize: z._default(wholeNumber(1, 10_000), 500),
  }),
  /** How long callers may cache answers about closed periods. */
  cache: optionalSection({
    enabled: trueOrFalse(true),
    ttlSeconds: z._default(wholeNumber(1, SECONDS_PER_YEAR), 3600),
  }),
  /**
   * How many functions may run at once. Without a limit, Lambda asks an empty queue less often (docs/cost.md); with one, a
   * backlog leaves the rest of the account's concurrency to the API.
   */
  concurrency: optionalSection({
    live: z._default(wholeNumberOrUnlimited(2, 1000), 'unlimited'),
    /** Backfill must not delay live usage. Spans are in the same queue. */
    bulk: z._default(wholeNumberOrUnlimited(2, 1000), 2),
    notifications: z._default(wholeNumberOrUnlimited(2, 1000), 'unlimited'),
    exports: z._default(wholeNumberOrUnlimited(2, 1000), 'unlimited'),
    /** Reserved for the roll-up, so no other function may use them. AWS leaves at least 100 of an account unreserved. */
    reservedForRollUp: z.optional(wholeNumber(1, 1000)),
  }),
  monitoring: optionalSection({
    /** Whether the API has `GET /v1/health`. */
    enableHealthCheck: trueOrFalse(true),
    /** `essential`: what no caller would notice. `all`: everything, for about $8 a month. */
    alarms: z._default(z.enum(['essential', 'all'], 'one of essential, all'), 'essential'),
    dashboard: trueOrFalse(true),
    /** Whether the questions that operators ask the logs are saved. */
    logQueries: trueOrFalse(true),
    /** Where the runbook is published, so that the links in alarm e-mails work. */
    runbookUrl: z.optional(
      text('an https URL without query or fragment', (value) => /^https:\/\/[^\s?#]+$/.test(value)),
    ),
    alertThresholds: optionalSection({
      /** Total tokens recorded in one day. Without it, there is no such alarm. */
      dailyTokens: z.optional(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
      /** Share of the records sent to the API that it rejected or failed to accept. */
      errorRate: z._default(share(), 0.05),
      /** So many rejected or failed records in five minutes are needed for the alarm: two of three are no trend. */
      errorRateLeastRecords: z._default(wholeNumber(1, 1_000_000), 10),
      /** 95th percentile of the API's response time; an HTTP API times out after 30 seconds. */
      responseTimeMs: z._default(wholeNumber(1, 30_000), 5000),
    }),
    /** After how many minutes without a report a source is silent, while others are busy; 0 or absent: never. */
    silentSourceMinutes: minutesOfSilence({ anthropic_span: 30 }),
    /** Receives the alarms once the subscription is confirmed. */
    alertEmail: z.optional(z.email('an e-mail address')),
  }),
  budgets: optionalSection({
    /** When budgets are compared with usage: how late an alert can be. */
    schedule: schedule('rate(2 minutes)'),
    /** Receives the alerts of every budget once the subscription is confirmed. */
    alertEmail: z.optional(z.email('an e-mail address')),
  }),
  reports: optionalSection({
    /** Receives the reports that are sent to the topic, once the subscription is confirmed. */
    email: z.optional(z.email('an e-mail address')),
  }),
  /** Which events the product sends, and on which bus. */
  events: optionalSection({
    ...eventSwitches,
    /** A bus of the account and region that exists already. Default: one of the stack's own. */
    busName: z.optional(
      text(
        'the name of an event bus: 1 to 256 letters, digits, dots, hyphens, underscores and slashes',
        (value) => /^[\w./-]{1,256}$/.test(value),
      ),
    ),
  }),
  /** Days and months begin at midnight in this time zone. */
  reportingTimeZone: z._default(
    z
      .string('the name of an IANA time zone such as Europe/Berlin')
      .check(z.refine(isTimeZone, 'the name of an IANA time zone such as Europe/Berlin')),
    'UTC',
  ),
  /** Limits of the API: for all callers together, and for each caller. */
  throttling: optionalSection({
    /** Requests per second on average. It bounds what a flood of requests costs (docs/cost.md). */
    rateLimit: z._default(wholeNumber(1, 100_000), 100),
    /** Requests at once. */
    burstLimit: z._default(wholeNumber(1, 100_000), 200),
    /** The same for each access key or person, counted by each instance of the authorizer for itself. */
    callerRateLimit: z._default(wholeNumber(1, 100_000), 100),
    callerBurstLimit: z._default(wholeNumber(1, 100_000), 200),
  }),
  /** The least level of the lines that functions log. */
  logLevel: z._default(LOG_LEVEL, 'info'),
  /** The same for the functions of one channel (`functions/shared/log-channels.ts`), in place of `logLevel`. */
  logLevels: optionalSection({
    usage: z.optional(LOG_LEVEL),
    aggregation: z.optional(LOG_LEVEL),
    quality: z.optional(LOG_LEVEL),
    access: z.optional(LOG_LEVEL),
    delivery: z.optional(LOG_LEVEL),
  } satisfies Record<LogChannel, unknown>),
  /** Log each request and run in detail, regardless of `logLevel` and `logLevels`: while a problem is looked for. */
  debug: trueOrFalse(false),
  logRetentionDays: z._default(
    z.literal(LOG_RETENTION_DAYS, `one of ${LOG_RETENTION_DAYS.join(', ')}`),
    RetentionDays.ONE_MONTH,
  ),
  /** How long audit entries are kept. */
  auditRetentionDays: z._default(wholeNumber(1, MAX_RETENTION_DAYS), 365),
  /** Point-in-time recovery of the records table; the other tables always have it. */
  recordsPointInTimeRecovery: trueOrFalse(false),
  /** Tables and a user pool that exist already and are used, instead of new ones: they were kept, or restored from a backup. */
  existing: optionalSection({
    recordsTable: z.optional(TABLE_NAME),
    ledgerTable: z.optional(TABLE_NAME),
    auditTable: z.optional(TABLE_NAME),
    userPoolId: z.optional(
      text('the id of a user pool such as eu-central-1_a1B2c3D4e', (value) =>
        /^[a-z0-9-]{2,55}_[A-Za-z0-9]{1,55}$/.test(value),
      ),
    ),
  }),
  /** True: tables and queues are deleted with the stack. False: they stay, and the tables cannot be deleted. */
  removeDataOnDestroy: trueOrFalse(false),
  /** Whether tables and user pool refuse deletion, as long as they outlive the stack. `npm run deploy` switches it on at the end. */
  deletionProtection: trueOrFalse(true),
  /** Where the stage belongs; another account or region is refused. */
  account: z.optional(text('12 digits', (value) => /^\d{12}$/.test(value))),
  region: z.optional(
    text('the name of a region such as eu-central-1', (value) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(value)),
  ),
  /** Whether data is encrypted with a key of the company's own in KMS, instead of AWS's keys. */
  customerManagedKey: trueOrFalse(false),
  /** Accounts, roles and users elsewhere that may send usage to the queues. */
  producerPrincipals: list('account ids of 12 digits and ARNs of roles or users', 100, (principal) =>
    /^(\d{12}|arn:[a-z-]+:iam::\d{12}:(root|role\/\S+|user\/\S+))$/.test(principal),
  ),
  /** The access keys of records that are sent to the queues directly and name none. */
  queueAccessKeys: optionalSection({
    live: z.optional(text(ACCESS_KEY_ID, isAccessKeyId)),
    bulk: z.optional(text(ACCESS_KEY_ID, isAccessKeyId)),
  }),
  /** An own name for the API and the console, in place of the one of API Gateway. */
  domainName: z.optional(
    text('a domain name in lower case', (value) =>
      /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/.test(value),
    ),
  ),
  /** Its certificate in ACM, in the region of the stage. */
  certificateArn: z.optional(
    text('the ARN of a certificate in ACM', (value) =>
      /^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/\S+$/.test(value),
    ),
  ),
  /** Whether the functions send traces to X-Ray. */
  tracing: trueOrFalse(false),
  /** Whether viewers who sign in see pseudonyms instead of user ids and names. */
  pseudonymizeUsers: trueOrFalse(false),
  /** Whether the web console is served at the root of the API's address. */
  console: trueOrFalse(true),
  /** The forward gateway; without this section there is none. */
  gateway: optionalFeature({
    /** `vault`: callers present access keys, and Anthropic's key is a secret. `pass-through`: they present both. */
    mode: z.enum(GATEWAY_MODES, `one of ${GATEWAY_MODES.join(', ')}`),
    /** The secret of Secrets Manager that is Anthropic's key. */
    anthropicKeySecret: z.optional(
      text('the name of a secret, or the ARN of one in Secrets Manager', (value) =>
        /^(?:arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[\w/+=.@-]{1,512}$/.test(value),
      ),
    ),
    /** The most calls at a time. Default: what the account has. */
    reservedConcurrency: z.optional(wholeNumber(1, 10_000)),
    /** Whether calls are refused whose access key or user has spent a budget. */
    enforceBudgets: trueOrFalse(false),
    /** Where the Messages API is. */
    upstream: z._default(
      text('an https URL without query, fragment or credentials', (value) =>
        /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:\/[\w./-]*)?$/i.test(value),
      ),
      'https://api.anthropic.com',
    ),
  }),
  /** Ids that only the company's own accounts know, such as those of application inference profiles, and the models they stand for. */
  modelAliases: mapping(
    'ids and the model ids they stand for, each 1 to 128 printable characters without spaces',
    (id) => /^[\x21-\x7e]{1,128}$/.test(id),
  ),
  /** How people sign in: by a Cognito user pool of the stack, by your own issuer, or not at all. */
  signIn: z._default(z.enum(['cognito', 'oidc', 'none'], 'one of cognito, oidc, none'), 'cognito'),
  /** The issuer, exactly as its tokens name it. */
  oidcIssuer: z.optional(
    text('an https URL without query or fragment', (value) => /^https:\/\/[^\s?#]+$/.test(value)),
  ),
  /** The client id, or the name of the API, that tokens must be issued for. */
  oidcAudience: z.optional(text(CLAIM_TEXT, isClaimText)),
  /** The claim whose value is the person's user id. */
  oidcUserIdClaim: z._default(text(CLAIM_TEXT, isClaimText), 'sub'),
  /** The claim that lists a person's groups. Default: `cognito:groups` with Cognito, `groups` otherwise. */
  oidcGroupsClaim: z.optional(text(CLAIM_TEXT, isClaimText)),
  /** The id by which the issuer knows the console. Default: the audience. */
  oidcClientId: z.optional(text(CLAIM_TEXT, isClaimText)),
  /** The scopes that the console asks the issuer for. */
  oidcScopes: z._default(
    text('1 to 20 scopes separated by spaces, openid among them', isScopeList),
    'openid profile email',
  ),
});

/** The parsed settings: all are present but those without a default. */
export type Settings = z.output<typeof configurationSchema>;
