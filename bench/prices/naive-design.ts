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
const LOG_BYTES = 800;

export function naiveMillionRecords({ exact }: { readonly exact: boolean }): Bill {
  const writes = (1 + COUNTERS) * (exact ? 2 : 1) + INDEXES;
  const stored = (1 + INDEXES) * (ITEM_BYTES + INDEX_OVERHEAD_BYTES);
  return {
    title: exact ? 'The naive design, made exact by transactions' : 'The naive design, which is not exact',
    uses: [
      { what: 'requests to the API', unit: 'httpApiRequest', quantity: RECORDS },
      { what: 'authorizer, API and consumer, requests', unit: 'lambdaRequest', quantity: 3 * RECORDS },
      { what: 'their time', unit: 'lambdaGbSecond', quantity: RECORDS * gbSeconds(256, 4 + 10 + 40) },
      { what: 'messages', unit: 'sqsRequest', quantity: RECORDS * 1.2 },
      { what: 'DynamoDB, written', unit: 'dynamoWriteUnit', quantity: RECORDS * writes },
      {
        what: 'records and indexes until they expire',
        unit: 'dynamoGbMonth',
        quantity: (RECORDS * stored * RETENTION_MONTHS) / 1e9,
      },
      { what: 'logs', unit: 'logGb', quantity: (RECORDS * LOG_BYTES) / 1e9 },
    ],
  };
}
