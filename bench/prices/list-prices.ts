/*
 * AWS list prices of us-east-1 in US dollars, for what the product uses. From the pricing pages of each service as they were on
 * 2026-11-29; nothing here is asked of the network. `free` is what each account has for nothing every month, for ever; the free
 * months of new accounts are not among it.
 */

export const PRICES_AS_OF = '2026-11-29';
export const PRICED_REGION = 'us-east-1';

export interface ListPrice {
  readonly usd: number;
  /** What one unit is. */
  readonly unit: string;
  readonly free: number;
  readonly source: string;
}

const page = (service: string) => `aws.amazon.com/${service}/pricing`;
const million = (usd: number) => usd / 1_000_000;

export const LIST_PRICES = {
  httpApiRequest: { usd: million(1), unit: 'request up to 512 KB', free: 0, source: page('api-gateway') },
  lambdaRequest: { usd: million(0.2), unit: 'request', free: 1_000_000, source: page('lambda') },
  /** On Arm. */
  lambdaGbSecond: { usd: 0.0000133334, unit: 'GB-second', free: 400_000, source: page('lambda') },
  sqsRequest: { usd: million(0.4), unit: 'request up to 64 KB', free: 1_000_000, source: page('sqs') },
  dynamoWriteUnit: { usd: million(0.625), unit: 'write unit', free: 0, source: page('dynamodb') },
  dynamoReadUnit: { usd: million(0.125), unit: 'read unit', free: 0, source: page('dynamodb') },
  dynamoGbMonth: { usd: 0.25, unit: 'GB-month', free: 25, source: page('dynamodb') },
  dynamoBackupGbMonth: { usd: 0.2, unit: 'GB-month', free: 0, source: page('dynamodb') },
  eventPut: { usd: million(1), unit: 'event up to 64 KB', free: 0, source: page('eventbridge') },
  schedulerRun: { usd: million(1), unit: 'run', free: 14_000_000, source: page('eventbridge') },
  customMetric: { usd: 0.3, unit: 'metric-month', free: 10, source: page('cloudwatch') },
  alarmMetric: { usd: 0.1, unit: 'metric of an alarm', free: 10, source: page('cloudwatch') },
  compositeAlarm: { usd: 0.5, unit: 'alarm', free: 0, source: page('cloudwatch') },
  logGb: { usd: 0.5, unit: 'GB written', free: 5, source: page('cloudwatch') },
  traceRecorded: { usd: million(5), unit: 'trace', free: 100_000, source: page('xray') },
  kmsKey: { usd: 1, unit: 'key-month', free: 0, source: page('kms') },
  kmsRequest: { usd: million(3), unit: 'request', free: 20_000, source: page('kms') },
} as const satisfies Readonly<Record<string, ListPrice>>;

export type PricedUnit = keyof typeof LIST_PRICES;

/**
 * The first three dashboards of an account, of at most 50 metrics each, cost nothing; each further one so much. It is not part of
 * the bills, which would otherwise depend on the account's other dashboards.
 */
export const FURTHER_DASHBOARD_USD = 3;
export const METRICS_OF_A_FREE_DASHBOARD = 50;
