import { EVENT_TYPES } from '@token-ledger/contract';

/** What a setting does, as Markdown relative to `docs`; and its default in words if it has no value by itself. */
type Description = string | { readonly byDefault: string; readonly does: string };

/**
 * What each setting does, by its path. `npm run docs:configuration` writes it into the reference, with the default and the
 * allowed values of the schema; it fails if a setting has no description, or a description no setting.
 */
export const SETTING_DESCRIPTIONS: Readonly<Record<string, Description>> = {
  stage: 'names the deployment; usually given on the command line',
  asyncProcessing:
    'true: the API queues records and answers at once; false: it writes them within the request',
  batchSize: "messages per invocation of the queues' consumer",
  batchingWindowSeconds:
    'how long the consumer waits for a batch to fill: longer is cheaper, shorter is faster. At least 1 if `batchSize` is above 10',
  spanDelaySeconds:
    'how long [spans](telemetry.md#spans) wait for better reports of the same calls; the maximum is that of SQS',
  retentionDays: 'how long raw records are kept and duplicates recognized; statistics are kept for ever',
  lateLimitDays: {
    byDefault: '35, see below',
    does: 'records that occurred earlier are refused; [its bounds](#the-late-limit) follow from `retentionDays`',
  },
  maxTokensPerRecord:
    "the ceiling for the tokens of one record, those of its iterations included; a record with more is [set aside](api.md#more-tokens-than-a-call-can-use) instead of counted. The default is far above any model's context",
  leafMinutes: 'the length of the leaves of an hour, see below',
  exportRetentionDays: 'how long the files of [exports](exports.md) are kept',
  enableQualityMetrics:
    'whether there are metrics about duplicate, late and unattributed usage; those about completed and conflicting reports are always there',
  'autoAggregation.enabled':
    'whether the roll-up and the evaluation of budgets run on their schedule. Answers stay exact without it, but become slower and slower',
  'autoAggregation.schedule': 'when the roll-up runs. Answers are as exact between runs ([cost](cost.md))',
  'autoAggregation.batchSize':
    'the maximum of hours, of days and of months that one run recomputes; the rest waits for the next',
  'cache.enabled': 'whether callers may cache answers about closed periods',
  'cache.ttlSeconds': 'for how long',
  'concurrency.live': 'how many functions at once may record live usage, see below',
  'concurrency.bulk':
    'the same for backfill, which must not delay live usage, and for [spans](telemetry.md#spans), which are in the same queue',
  'concurrency.notifications': 'the same for the delivery of alerts and reports',
  'concurrency.exports': 'the same for writing [exports](exports.md)',
  'concurrency.reservedForRollUp':
    'executions of the account that only the roll-up may use, and its limit at the same time',
  'monitoring.enableHealthCheck':
    'whether the API has [`GET /v1/health`](api.md#get-v1health), and the function behind it. Alarms and metrics exist in any case',
  'monitoring.alarms':
    'essential: alarms for what no caller would notice. All: also those for what is slow, refused or failed once, for about $8 a month more ([cost](cost.md))',
  'monitoring.dashboard': 'whether there is a dashboard. The fourth of an account costs $3 a month',
  'monitoring.logQueries':
    'whether [queries of the logs](logs.md#saved-queries) are saved, which costs nothing',
  'monitoring.runbookUrl':
    'where you publish the [runbook](runbook.md): alarm e-mails and the console then link to its headings',
  'monitoring.alertThresholds.dailyTokens':
    'alarm when this many tokens are recorded within a day; no alarm without it',
  'monitoring.alertThresholds.errorRate':
    'health is `degraded`, and with `alarms` `all` there is an alarm, when more than this share of the records sent to the API is rejected or fails',
  'monitoring.alertThresholds.errorRateLeastRecords':
    'so many rejected or failed records in five minutes are needed for that alarm',
  'monitoring.alertThresholds.responseTimeMs':
    'with `alarms` `all`: alarm when one in twenty requests takes longer',
  'monitoring.silentSourceMinutes.<source>': {
    byDefault: '`30` for `anthropic_span`, none for others',
    does: 'a [source](api.md#sources) that stops for so many minutes while others are busy is silent: [health](api.md#get-v1health) and the event `Quality Changed` say so, with `alarms` `all` also an alarm. 0: never',
  },
  'monitoring.alertEmail': 'receives the alarms, after confirming a subscription',
  'budgets.schedule': 'when budgets are compared with spending: how late an alert can be',
  'budgets.alertEmail': 'receives the alerts of every [budget](budgets.md), after confirming a subscription',
  'reports.email':
    'receives the [reports](reports.md) that are delivered to the topic, after confirming a subscription',
  'events.busName':
    'an event bus of the account and region that exists already; without it, the stack has one of its own',
  reportingTimeZone:
    'where days and months begin. Hours are in UTC; one that midnight divides, as in Asia/Kolkata, counts in part in each of both days. Choose it before the first usage: CloudFormation [refuses](operations.md#upgrading) a change, because days that are counted would be wrong',
  'throttling.rateLimit':
    'requests per second that the API accepts in the long run, all callers together; it bounds the [cost of a flood](cost.md#floods)',
  'throttling.burstLimit': 'requests that it accepts at once',
  'throttling.callerRateLimit':
    'requests per second of one access key or person, times the instances of the authorizer ([why](adr/0011-people-and-callers.md))',
  'throttling.callerBurstLimit': 'such requests at once',
  logLevel: 'the least level of the lines that functions log',
  'logLevels.usage': 'the same for the functions of one [channel](logs.md#channels), in place of `logLevel`',
  'logLevels.aggregation': 'the same for this channel',
  'logLevels.quality': 'the same for this channel',
  'logLevels.access': 'the same for this channel',
  'logLevels.delivery': 'the same for this channel',
  debug:
    'whether functions log each request, batch, run and record (`logLevel` debug), to find a problem. Also then logs contain no usage and no content; a record costs about as much again',
  logRetentionDays: 'how long logs are kept. They contain no usage and no content',
  auditRetentionDays: 'how long audit entries are kept',
  recordsPointInTimeRecovery:
    'continuous backups of the records table; those of the ledger table are always on',
  'existing.recordsTable': 'a table of records that exists and is used in place of a new one, see below',
  'existing.ledgerTable': 'the same for the ledger table',
  'existing.auditTable': 'the same for the audit log',
  'existing.userPoolId':
    'the same for the user pool, with its groups `admin` and `viewer`. With `signIn` cognito',
  removeDataOnDestroy:
    'true: tables, queues, users and files of exports are deleted with the stack. False: they stay, and the tables refuse deletion',
  deletionProtection:
    'whether the stack, and tables and user pool that stay, refuse deletion. `npm run deploy` switches it on at the end of a first deployment',
  account: 'the account that the stage belongs into; another one is refused',
  region: 'the same for the region',
  customerManagedKey:
    'whether tables, queues, topics, files and logs are encrypted with a key of your own in KMS, which the stack makes and keeps ([cost](cost.md)). Needs `region`',
  producerPrincipals: 'who in other accounts may send usage to the queues, under any access key',
  'queueAccessKeys.live':
    'the access key of records that are [sent to the live queue](queue.md) and name none. Without it, such a record is set aside',
  'queueAccessKeys.bulk': 'the same for the bulk queue',
  domainName:
    "the name of the API and the console, instead of API Gateway's, which is then off. Point it at the output `DomainTarget` (CNAME or alias). Needs `certificateArn`",
  certificateArn: 'its certificate, in the region of the stage. With `domainName`',
  tracing: 'whether the functions send traces to X-Ray, for $5 per million',
  pseudonymizeUsers:
    'whether viewers who sign in see [pseudonyms](access.md#pseudonyms) instead of user ids and names',
  console: "whether the [web console](console.md) is served, at the root of the API's address",
  'gateway.mode':
    "turns the [forward gateway](gateway.md) on. Vault: callers present access keys, and Anthropic's key is a secret; pass-through: they present both. `gateway: false` turns it off for one stage",
  'gateway.anthropicKeySecret': "Anthropic's key; with mode vault, and only then",
  'gateway.reservedConcurrency':
    'the executions set aside for the gateway, and its most calls at a time; AWS requires that the account keeps 100 unreserved',
  'gateway.enforceBudgets':
    'whether calls are refused whose access key or user has [spent a budget](gateway.md#budgets)',
  'gateway.upstream': 'where the Messages API is',
  modelAliases:
    'resolves ids that name a model in your accounts only, such as [application inference profiles](pricing.md#ids-of-other-providers) of Bedrock, by ARN or by id',
  signIn:
    'how people sign in: through a user pool of the stack, through your own issuer, or not at all ([access](access.md))',
  oidcIssuer: 'the issuer, exactly as its tokens name it. With `signIn` oidc',
  oidcAudience: 'the audience of its tokens: the client id, or the name of the API. With `signIn` oidc',
  oidcUserIdClaim: 'the claim whose value is the user id of the person',
  oidcGroupsClaim: {
    byDefault: 'by `signIn`',
    does: 'the claim that lists the groups; by default `cognito:groups` with cognito and `groups` with oidc',
  },
  oidcClientId: {
    byDefault: 'by `oidcAudience`',
    does: 'the client id of the [console](console.md#sign-in) at the issuer; by default the audience. If the audience is another, the console sends access tokens, otherwise ID tokens. With `signIn` oidc',
  },
  oidcScopes:
    'the scopes that the console requests from an issuer of your own; `offline_access` lets most issuers renew the sign-in',
  ...Object.fromEntries(
    Object.entries(EVENT_TYPES).map(([setting, detailType]) => [
      `events.${setting}`,
      `whether the [event](events.md) \`${detailType}\` is sent`,
    ]),
  ),
  'events.usageCollected':
    'whether the [event](events.md) `Usage Collected` is sent: one for each batch ([cost](events.md#cost))',
};
