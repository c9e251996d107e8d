import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Retention, RetentionStore } from '@token-ledger/core';
import { conditionally } from './conditional-write.ts';
import { PARTITION_KEY, RETENTION_ATTRIBUTES, RETENTION_KEY } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';

const { retentionDays: DAYS, earlier: EARLIER, untilMs: UNTIL } = RETENTION_ATTRIBUTES;

export interface DynamoRetentionStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly statisticsTable: string;
}

export function createDynamoRetentionStore({
  client,
  statisticsTable,
}: DynamoRetentionStoreOptions): RetentionStore {
  return {
    async getRetention() {
      const { Item } = await client.send(
        new GetCommand({ TableName: statisticsTable, Key: RETENTION_KEY, ConsistentRead: true }),
      );
      if (!Item) return undefined;
      const { [DAYS]: retentionDays, [EARLIER]: earlier } = Item;
      if (typeof retentionDays !== 'number' || !Array.isArray(earlier)) {
        throw new CorruptDataError('The stored retention has no days or no history.');
      }
      if (earlier.length === 0) return { retentionDays };
      return {
        retentionDays,
        earlier: earlier.map((span: Record<string, number>) => ({
          untilMs: Number(span[UNTIL]),
          retentionDays: Number(span[DAYS]),
        })),
      };
    },

    async putRetention(next, replaces) {
      const { held } = await conditionally(() =>
        client.send(
          new PutCommand({
            TableName: statisticsTable,
            Item: { ...RETENTION_KEY, ...encode(next) },
            ...(replaces === undefined
              ? {
                  ConditionExpression: 'attribute_not_exists(#p)',
                  ExpressionAttributeNames: { '#p': PARTITION_KEY },
                }
              : {
                  ConditionExpression: '#days = :days AND #earlier = :earlier',
                  ExpressionAttributeNames: { '#days': DAYS, '#earlier': EARLIER },
                  ExpressionAttributeValues: {
                    ':days': replaces.retentionDays,
                    ':earlier': encode(replaces)[EARLIER],
                  },
                }),
          }),
        ),
      );
      return held;
    },
  };
}

function encode({ retentionDays, earlier = [] }: Retention) {
  return {
    [DAYS]: retentionDays,
    [EARLIER]: earlier.map((span) => ({ [UNTIL]: span.untilMs, [DAYS]: span.retentionDays })),
  };
}
