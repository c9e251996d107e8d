import type { Bill } from './bill.ts';
import { gbSeconds } from './idle-month.ts';

/*
 * The design that comes to mind first, for comparison: each record is a request, a message, an item with two indexes to browse by,
 * and an update of nine counters: those of all usage, of its access key and of its user, for the hour, the day and the month. It counts
 * a message that is delivered twice twice, unless all writes are one transaction, which costs each of them twice.
 */

const RECORDS = 1_000_000;
const COUNTERS = 9;
const INDEXES = 2;
const ITEM_BYTES = 600;
const INDEX_OVERHEAD_BYTES = 100;
const RETENTION_MONTHS = 3;
/** Of a request. */
const LOG_BYTES = 800;
/** For the writes of one record, at the same time. */
const CONSUMER_MS = 40;

interface NaiveOptions {
  readonly exact: boolean;
  /** Default: each in a request and a message of its own. */
  readonly recordsPerRequest?: number;
  /** Per record, where they were counted. */
  readonly writeUnits?: number;
}

export function naiveMillionRecords({ exact, recordsPerRequest = 1, writeUnits }: NaiveOptions): Bill {
  const writes = writeUnits ?? (1 + COUNTERS) * (exact ? 2 : 1) + INDEXES;
  const requests = RECORDS / recordsPerRequest;
  const stored = (1 + INDEXES) * (ITEM_BYTES + INDEX_OVERHEAD_BYTES);
  return {
    title: exact ? 'The naive design, made exact by transactions' : 'The naive design, which is not exact',
    uses: [
      { what: 'requests to the API', unit: 'httpApiRequest', quantity: requests },
      { what: 'authorizer, API and consumer, requests', unit: 'lambdaRequest', quantity: 3 * requests },
      {
        what: 'their time',
        unit: 'lambdaGbSecond',
        quantity: gbSeconds(256, requests * (4 + 10) + RECORDS * CONSUMER_MS),
      },
      { what: 'messages', unit: 'sqsRequest', quantity: requests * 1.2 },
      { what: 'DynamoDB, written', unit: 'dynamoWriteUnit', quantity: RECORDS * writes },
      {
        what: 'records and indexes until they expire',
        unit: 'dynamoGbMonth',
        quantity: (RECORDS * stored * RETENTION_MONTHS) / 1e9,
      },
      { what: 'logs', unit: 'logGb', quantity: (requests * LOG_BYTES) / 1e9 },
    ],
  };
}
