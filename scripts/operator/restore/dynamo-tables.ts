import { setTimeout as delay } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DescribeTableCommand,
  type DynamoDBClient,
  PutItemCommand,
  ResourceNotFoundException,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { PARTITION_KEY } from '@token-ledger/aws/attribute-names';
import type { CopiedTables, Item } from './copy-missing.ts';

/** DynamoDB leaves keys unread when the table is throttled. */
const BACK_OFF_MS = 200;
/** The most keys that DynamoDB reads at once. */
const KEYS_AT_A_TIME = 100;

/** Two tables in DynamoDB. Nothing is deleted and nothing is overwritten. */
export function dynamoTables(client: DynamoDBClient, source: string, target: string): CopiedTables {
  return {
    async readSource(after) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName: source,
          ConsistentRead: true,
          ...(after && { ExclusiveStartKey: after }),
        }),
      );
      return { items: Items, next: LastEvaluatedKey };
    },

    async readTarget(keys) {
      const found: Item[] = [];
      for (let start = 0; start < keys.length; start += KEYS_AT_A_TIME) {
        let waiting: Item[] = keys.slice(start, start + KEYS_AT_A_TIME);
        while (waiting.length > 0) {
          const { Responses, UnprocessedKeys } = await client.send(
            new BatchGetItemCommand({ RequestItems: { [target]: { Keys: waiting, ConsistentRead: true } } }),
          );
          found.push(...(Responses?.[target] ?? []));
          waiting = UnprocessedKeys?.[target]?.Keys ?? [];
          if (waiting.length > 0) await delay(BACK_OFF_MS);
        }
      }
      return found;
    },

    async insert(item) {
      try {
        await client.send(
          new PutItemCommand({
            TableName: target,
            Item: item,
            ConditionExpression: 'attribute_not_exists(#p)',
            ExpressionAttributeNames: { '#p': PARTITION_KEY },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}

/** How a table is keyed, such as `p S HASH, s S RANGE`, and about how many items it has. @throws if there is no such table */
export async function describeTable(client: DynamoDBClient, TableName: string) {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const typeOf = (name: string | undefined) =>
      Table?.AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
    const keys = (Table?.KeySchema ?? []).map(
      ({ AttributeName, KeyType }) => `${AttributeName} ${typeOf(AttributeName)} ${KeyType}`,
    );
    // DynamoDB counts every six hours.
    return { keys: keys.join(', '), approximateItems: Table?.ItemCount ?? 0 };
  } catch (error) {
    if (error instanceof ResourceNotFoundException)
      throw new Error(`This account and region have no table ${TableName}.`, { cause: error });
    throw error;
  }
}
