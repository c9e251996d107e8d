import type { Bill } from './bill.ts';
import { gbSeconds, LOG_LINE_OVERHEAD } from './idle-month.ts';

/*
 * What a million records cost beside the idle month, from the request of the producer to the statistics that are kept. Recorded at a
 * million a day.
 */

const RECORDS = 1_000_000;

/** Units that tests count, per record unless it says otherwise. */
export interface CountedUnits {
  readonly writeUnits: number;
  readonly readUnits: number;
  /** What is kept until the records expire: the record and its share of a segment, as DynamoDB bills them. */
  readonly storedBytes: number;
  /** Of that in the table with continuous backups. */
  readonly backedUpBytes: number;
  readonly retentionMonths: number;
  /** Lines of accept-usage and of the API's access log, for one request. */
  readonly requestLogBytes: number;
  /** Of one run of the consumer. */
  readonly batchLogBytes: number;
  /** Records of one run of the consumer. */
  readonly recordsPerBatch: number;
  readonly memoryMib: { readonly authorize: number; readonly accept: number; readonly record: number };
}

/** Milliseconds, from the benches of docs/figures.md and 5 ms for each call of a service; Lambda bills each. */
export const MS = {
  /** The access key is remembered for half a minute. */
  authorize: 4,
  accept: { request: 10, record: 0.05 },
  record: { batch: 40, record: 0.3 },
} as const;

/**
 * A message is sent, received and deleted. Receives and deletes are for up to ten messages, receives of a queue that
 * is hardly filled for fewer.
 */
const SQS_REQUESTS_PER_MESSAGE = 1.2;

/** @param recordsPerRequest at most 500, which is one message */
export function millionRecords(recordsPerRequest: number, counted: CountedUnits): Bill {
  const requests = RECORDS / recordsPerRequest;
  const batches = RECORDS / counted.recordsPerBatch;
  const { memoryMib } = counted;
  const stored = (bytes: number) => (RECORDS * bytes * counted.retentionMonths) / 1e9;
  return {
    title: `A million records in requests of ${recordsPerRequest}`,
    uses: [
      { what: 'requests to the API', unit: 'httpApiRequest', quantity: requests },
      { what: 'authorize-request and accept-usage, requests', unit: 'lambdaRequest', quantity: 2 * requests },
      {
        what: 'authorize-request, time',
        unit: 'lambdaGbSecond',
        quantity: requests * gbSeconds(memoryMib.authorize, MS.authorize),
      },
      {
        what: 'accept-usage, time',
        unit: 'lambdaGbSecond',
        quantity: gbSeconds(memoryMib.accept, requests * MS.accept.request + RECORDS * MS.accept.record),
      },
      { what: 'messages', unit: 'sqsRequest', quantity: requests * SQS_REQUESTS_PER_MESSAGE },
      { what: 'record-usage, requests', unit: 'lambdaRequest', quantity: batches },
      {
        what: 'record-usage, time',
        unit: 'lambdaGbSecond',
        quantity: gbSeconds(memoryMib.record, batches * MS.record.batch + RECORDS * MS.record.record),
      },
      { what: 'DynamoDB, written', unit: 'dynamoWriteUnit', quantity: RECORDS * counted.writeUnits },
      { what: 'DynamoDB, read', unit: 'dynamoReadUnit', quantity: RECORDS * counted.readUnits },
      { what: 'records until they expire', unit: 'dynamoGbMonth', quantity: stored(counted.storedBytes) },
      { what: 'their backups', unit: 'dynamoBackupGbMonth', quantity: stored(counted.backedUpBytes) },
      {
        what: 'logs',
        unit: 'logGb',
        quantity: (requests * counted.requestLogBytes + batches * counted.batchLogBytes) / 1e9,
      },
    ],
  };
}

/** The bytes that CloudWatch Logs bills for lines. */
export function loggedBytes(...lines: readonly string[]): number {
  return lines.reduce((bytes, line) => bytes + Buffer.byteLength(line) + LOG_LINE_OVERHEAD, 0);
}
