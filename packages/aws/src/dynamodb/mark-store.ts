import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { BucketPeriod, Mark, MarkStore } from '@token-ledger/core';
import { MARK_ATTRIBUTES, PARTITION_KEY, SORT_KEY } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { conditionally } from './conditional-write.ts';
import { markPartition } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { listAll } from './query-all.ts';
import { isStill, type LedgerTable, tableItems } from './table-items.ts';

const {
  token: TOKEN,
  firstMarkedAtMs: FIRST,
  repair: REPAIR,
  prompt: PROMPT,
  failedAtMs: FAILED_AT,
  failureCode: FAILURE,
} = MARK_ATTRIBUTES;

export function createDynamoMarkStore(table: LedgerTable): MarkStore {
  const { client, ledgerTable } = table;
  return {
    async putMark(mark) {
      // A flag is only ever set here: it stays until the mark is deleted.
      const flags = [...(mark.repair ? [REPAIR] : []), ...(mark.prompt ? [PROMPT] : [])];
      await client.send(
        new UpdateCommand({
          TableName: ledgerTable,
          Key: keyOf(mark),
          UpdateExpression: `SET #token = :token, #first = if_not_exists(#first, :first)${flags.map((flag) => `, #${flag} = :true`).join('')}`,
          ExpressionAttributeNames: {
            '#token': TOKEN,
            '#first': FIRST,
            ...Object.fromEntries(flags.map((flag) => [`#${flag}`, flag])),
          },
          ExpressionAttributeValues: {
            ':token': mark.token,
            ':first': mark.firstMarkedAtMs,
            ...(flags.length > 0 && { ':true': true }),
          },
        }),
      );
    },

    async noteFailure(mark, { atMs, code }) {
      const still = isStill({ [TOKEN]: mark.token });
      await conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: ledgerTable,
            Key: keyOf(mark),
            UpdateExpression: 'SET #at = :at, #code = :code',
            ConditionExpression: still.ConditionExpression,
            ExpressionAttributeNames: {
              ...still.ExpressionAttributeNames,
              '#at': FAILED_AT,
              '#code': FAILURE,
            },
            ExpressionAttributeValues: { ...still.ExpressionAttributeValues, ':at': atMs, ':code': code },
          }),
        ),
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
  const { [FAILED_AT]: atMs, [FAILURE]: code } = item;
  return {
    period,
    bucketId,
    token,
    firstMarkedAtMs,
    ...(item[REPAIR] === true && { repair: true }),
    ...(item[PROMPT] === true && { prompt: true }),
    ...(typeof atMs === 'number' && typeof code === 'string' && { failure: { atMs, code } }),
  };
}

function keyOf({ period, bucketId }: Mark) {
  return { [PARTITION_KEY]: markPartition(period), [SORT_KEY]: bucketId };
}
