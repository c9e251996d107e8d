import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { BucketPeriod, Mark, MarkStore } from '@token-ledger/core';
import type { Item } from './batch-get.ts';
import { MARK_ATTRIBUTES, markPartition, PARTITION_KEY, SORT_KEY } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { listAll } from './query-all.ts';
import { isStill, type LedgerTable, tableItems } from './table-items.ts';

const { token: TOKEN, firstMarkedAtMs: FIRST, repair: REPAIR } = MARK_ATTRIBUTES;

export function createDynamoMarkStore(table: LedgerTable): MarkStore {
  const { client, ledgerTable } = table;
  return {
    async putMark(mark) {
      await client.send(
        new UpdateCommand({
          TableName: ledgerTable,
          Key: keyOf(mark),
          UpdateExpression: `SET #token = :token, #first = if_not_exists(#first, :first)${mark.repair ? ', #repair = :true' : ''}`,
          ExpressionAttributeNames: {
            '#token': TOKEN,
            '#first': FIRST,
            ...(mark.repair && { '#repair': REPAIR }),
          },
          ExpressionAttributeValues: {
            ':token': mark.token,
            ':first': mark.firstMarkedAtMs,
            ...(mark.repair && { ':true': true }),
          },
        }),
      );
    },

    listMarks: (period) => listAll(table, markPartition(period), (item) => decode(period, item)),

    /**
     * False also when our own deletion succeeded, its answer got lost and the SDK retried: the caller then only skips a
     * mark that is gone.
     */
    deleteMark: (mark) =>
      tableItems(client, ledgerTable).removeIf(isStill({ [TOKEN]: mark.token }), keyOf(mark)),
  };
}

function decode(period: BucketPeriod, item: Item): Mark {
  const { [SORT_KEY]: bucketId, [TOKEN]: token, [FIRST]: firstMarkedAtMs } = item;
  if (typeof bucketId !== 'string' || typeof token !== 'string' || typeof firstMarkedAtMs !== 'number')
    throw new CorruptDataError(`The mark of ${period} ${String(bucketId)} has no token or no time.`);
  const repair = item[REPAIR] === true && { repair: true };
  return { period, bucketId, token, firstMarkedAtMs, ...repair };
}

function keyOf({ period, bucketId }: Mark) {
  return { [PARTITION_KEY]: markPartition(period), [SORT_KEY]: bucketId };
}
