import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type AccessKey, AccessKeyExistsError, type AccessKeyStore, SCOPES } from '@token-ledger/core';
import type { Item } from './batch-get.ts';
import { conditionally } from './conditional-write.ts';
import { ACCESS_KEY_ATTRIBUTES as A, accessKeyKey, PARTITION_KEY } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';

export interface DynamoAccessKeyStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly statisticsTable: string;
}

/** Reads are strongly consistent: a key works as soon as it is created, and no longer than until it is disabled. */
export function createDynamoAccessKeyStore({
  client,
  statisticsTable,
}: DynamoAccessKeyStoreOptions): AccessKeyStore {
  return {
    async getAccessKey(id) {
      const { Item } = await client.send(
        new GetCommand({ TableName: statisticsTable, Key: accessKeyKey(id), ConsistentRead: true }),
      );
      return Item && decode(id, Item);
    },

    async createAccessKey(key) {
      const outcome = await conditionally(() =>
        client.send(
          new PutCommand({
            TableName: statisticsTable,
            Item: encode(key),
            ConditionExpression: 'attribute_not_exists(#p)',
            ExpressionAttributeNames: { '#p': PARTITION_KEY },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      );
      // The hash is salted at random: the same hash means that our own write took effect and its answer got lost.
      if (outcome.held || outcome.stored?.[A.secretHash]?.S === key.secretHash) return;
      throw new AccessKeyExistsError(`There is an access key ${key.id} already.`);
    },
  };
}

function encode(key: AccessKey): Item {
  return {
    ...accessKeyKey(key.id),
    [A.name]: key.name,
    ...(key.ownerUserId === undefined ? {} : { [A.ownerUserId]: key.ownerUserId }),
    [A.scopes]: [...key.scopes],
    [A.salt]: key.salt,
    [A.secretHash]: key.secretHash,
    [A.createdAtMs]: key.createdAtMs,
    [A.disabled]: key.disabled,
  };
}

function decode(id: string, item: Item): AccessKey {
  const {
    [A.name]: name,
    [A.ownerUserId]: ownerUserId,
    [A.scopes]: scopes,
    [A.salt]: salt,
    [A.secretHash]: secretHash,
    [A.createdAtMs]: createdAtMs,
    [A.disabled]: disabled,
  } = item;
  if (
    typeof name !== 'string' ||
    (ownerUserId !== undefined && typeof ownerUserId !== 'string') ||
    !Array.isArray(scopes) ||
    typeof salt !== 'string' ||
    typeof secretHash !== 'string' ||
    typeof createdAtMs !== 'number' ||
    typeof disabled !== 'boolean'
  ) {
    throw new CorruptDataError(`Access key ${id} has attributes missing or not of their type.`);
  }
  return {
    id,
    name,
    ...(ownerUserId === undefined ? {} : { ownerUserId }),
    scopes: SCOPES.filter((scope) => scopes.includes(scope)),
    salt,
    secretHash,
    createdAtMs,
    disabled,
  };
}
