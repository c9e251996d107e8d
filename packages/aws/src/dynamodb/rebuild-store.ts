import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Rebuild, RebuildStore } from '@token-ledger/core';
import type { Item } from './batch-get.ts';
import { conditionally } from './conditional-write.ts';
import { CURRENT_REBUILD_KEY, PARTITION_KEY, REBUILD_ATTRIBUTES, rebuildKey } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';

const ATTRIBUTES = Object.entries(REBUILD_ATTRIBUTES);
const ID = REBUILD_ATTRIBUTES.id;

export interface DynamoRebuildStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
}

/** One item for each rebuild, kept forever because there are few, and one item that names the current rebuild. */
export function createDynamoRebuildStore({ client, ledgerTable }: DynamoRebuildStoreOptions): RebuildStore {
  return {
    async startRebuild(rebuild, replaces) {
      // The item comes first: the pointer must never lead nowhere. If the pointer is refused, no reader finds the item.
      await put(rebuild);
      const outcome = await conditionally(() =>
        client.send(
          new PutCommand({
            TableName: ledgerTable,
            Item: { ...CURRENT_REBUILD_KEY, [ID]: rebuild.id },
            ConditionExpression: replaces === undefined ? 'attribute_not_exists(#p)' : '#id = :replaces',
            ...(replaces === undefined
              ? { ExpressionAttributeNames: { '#p': PARTITION_KEY } }
              : {
                  ExpressionAttributeNames: { '#id': ID },
                  ExpressionAttributeValues: { ':replaces': replaces },
                }),
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      );
      // The stored pointer is our own if the answer got lost and the SDK retried.
      return outcome.held || outcome.stored?.[ID]?.S === rebuild.id;
    },

    updateRebuild: put,

    getRebuild,

    async getCurrentRebuild() {
      const current = await getItem(CURRENT_REBUILD_KEY);
      return current && getRebuild(String(current[ID]));
    },
  };

  async function put(rebuild: Rebuild): Promise<void> {
    const Item = {
      ...rebuildKey(rebuild.id),
      ...Object.fromEntries(
        ATTRIBUTES.map(([field, attribute]) => [attribute, rebuild[field as keyof Rebuild]]),
      ),
    };
    await client.send(new PutCommand({ TableName: ledgerTable, Item }));
  }

  async function getRebuild(id: string): Promise<Rebuild | undefined> {
    const item = await getItem(rebuildKey(id));
    return item && decode(item);
  }

  async function getItem(Key: object): Promise<Item | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName: ledgerTable, Key, ConsistentRead: true }));
    return Item;
  }
}

function decode(item: Item): Rebuild {
  const rebuild: Record<string, unknown> = {};
  for (const [field, attribute] of ATTRIBUTES) {
    const value = item[attribute];
    if (value === undefined && field === 'markedAtMs') continue;
    if (typeof value !== TYPES[field as keyof Rebuild])
      throw new CorruptDataError(`Attribute ${attribute} of a rebuild is missing or of the wrong type.`);
    rebuild[field] = value;
  }
  return rebuild as unknown as Rebuild;
}

const TYPES: Readonly<Record<keyof Rebuild, 'string' | 'number' | 'boolean'>> = {
  id: 'string',
  fromMs: 'number',
  toMs: 'number',
  repair: 'boolean',
  markedHours: 'number',
  skippedFrozenHours: 'number',
  startedAtMs: 'number',
  markedAtMs: 'number',
};
