import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { PARTITION_KEY } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { conditionally } from './conditional-write.ts';
import { type RecordItemKey } from './key-schema.ts';

/** Where everything is stored but raw records and the audit log. */
export interface LedgerTable {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
}

/** What must hold for a write to take effect. */
export interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
}

export const IS_ABSENT = {
  ConditionExpression: 'attribute_not_exists(#p)',
  ExpressionAttributeNames: { '#p': PARTITION_KEY },
} satisfies Condition;

export const IS_PRESENT = { ...IS_ABSENT, ConditionExpression: 'attribute_exists(#p)' } satisfies Condition;

/** The stored item has these attributes with these values. */
export function isStill(attributes: Item): Condition {
  const entries = Object.entries(attributes);
  return {
    ConditionExpression: entries.map(([name]) => `#${name} = :${name}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
  };
}

/** The items of a table, one at a time. A conditional write returns whether its condition held. */
export function tableItems(client: DynamoDBDocumentClient, TableName: string) {
  return {
    /** Strongly consistent, unless half the price is worth missing what was written within the last second. */
    async get(Key: RecordItemKey, { consistent = true } = {}): Promise<Item | undefined> {
      return (await client.send(new GetCommand({ TableName, Key, ConsistentRead: consistent }))).Item;
    },

    async put(Item: Item): Promise<void> {
      await client.send(new PutCommand({ TableName, Item }));
    },

    async putIf(condition: Condition, Item: Item): Promise<boolean> {
      const put = new PutCommand({ TableName, Item, ...condition });
      return (await conditionally(() => client.send(put))).held;
    },

    /** True also when this very item, which the attribute identifies, was stored and the answer got lost. */
    async putOnceIf(condition: Condition, Item: Item, attribute: string): Promise<boolean> {
      const ReturnValuesOnConditionCheckFailure = 'ALL_OLD';
      const put = new PutCommand({ TableName, Item, ...condition, ReturnValuesOnConditionCheckFailure });
      const outcome = await conditionally(() => client.send(put));
      return outcome.held || outcome.stored?.[attribute]?.S === Item[attribute];
    },

    /** Sets an attribute of an existing item, unless it has the attribute already. */
    async setOnce(Key: RecordItemKey, attribute: string, value: unknown): Promise<void> {
      const update = new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'SET #attribute = if_not_exists(#attribute, :value)',
        ConditionExpression: IS_PRESENT.ConditionExpression,
        ExpressionAttributeNames: { ...IS_PRESENT.ExpressionAttributeNames, '#attribute': attribute },
        ExpressionAttributeValues: { ':value': value },
      });
      await conditionally(() => client.send(update));
    },

    async remove(Key: RecordItemKey): Promise<void> {
      await client.send(new DeleteCommand({ TableName, Key }));
    },

    async removeIf(condition: Condition, Key: RecordItemKey): Promise<boolean> {
      const remove = new DeleteCommand({ TableName, Key, ...condition });
      return (await conditionally(() => client.send(remove))).held;
    },
  };
}
