import { DeleteCommand, type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Mark, MarkStore } from '@token-ledger/core';
import { conditionally } from './conditional-write.ts';
import { MARK_ATTRIBUTES, markPartition, PARTITION_KEY, SORT_KEY } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { queryAll } from './query-all.ts';

const { token: TOKEN, firstMarkedAtMs: FIRST, repair: REPAIR } = MARK_ATTRIBUTES;

export interface DynamoMarkStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
}

export function createDynamoMarkStore({ client, ledgerTable }: DynamoMarkStoreOptions): MarkStore {
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

    async listMarks(period) {
      const marks: Mark[] = [];
      for await (const item of queryAll(client, ledgerTable, markPartition(period))) {
        const { [SORT_KEY]: bucketId, [TOKEN]: token, [FIRST]: firstMarkedAtMs } = item;
        if (
          typeof bucketId !== 'string' ||
          typeof token !== 'string' ||
          typeof firstMarkedAtMs !== 'number'
        ) {
          throw new CorruptDataError(`The mark of ${period} ${String(bucketId)} has no token or no time.`);
        }
        marks.push({
          period,
          bucketId,
          token,
          firstMarkedAtMs,
          ...(item[REPAIR] === true && { repair: true }),
        });
      }
      return marks;
    },

    /**
     * False also when our own deletion succeeded, its answer got lost and the SDK retried: the caller then only skips a
     * mark that is gone.
     */
    async deleteMark(mark) {
      const { held } = await conditionally(() =>
        client.send(
          new DeleteCommand({
            TableName: ledgerTable,
            Key: keyOf(mark),
            ConditionExpression: '#token = :token',
            ExpressionAttributeNames: { '#token': TOKEN },
            ExpressionAttributeValues: { ':token': mark.token },
          }),
        ),
      );
      return held;
    },
  };
}

function keyOf({ period, bucketId }: Mark) {
  return { [PARTITION_KEY]: markPartition(period), [SORT_KEY]: bucketId };
}
