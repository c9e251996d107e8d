import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type IdempotencyStore, keyBoundUntilMs } from '@token-ledger/core';
import { conditionally } from './conditional-write.ts';
import { IDEMPOTENCY_ATTRIBUTES, idempotencyKey, PARTITION_KEY, TTL_ATTRIBUTE } from './key-schema.ts';

const { bodyDigest: DIGEST } = IDEMPOTENCY_ATTRIBUTES;

export interface DynamoIdempotencyStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
}

/** One write unit a request; DynamoDB deletes a binding some time after it ended, so the condition looks at its end too. */
export function createDynamoIdempotencyStore({
  client,
  ledgerTable,
}: DynamoIdempotencyStoreOptions): IdempotencyStore {
  return {
    async bindKey(request) {
      const { callerKeyId, key, bodyDigest, receivedAtMs } = request;
      const { held } = await conditionally(() =>
        client.send(
          new PutCommand({
            TableName: ledgerTable,
            Item: {
              ...idempotencyKey(callerKeyId, key),
              [DIGEST]: bodyDigest,
              [TTL_ATTRIBUTE]: Math.ceil(keyBoundUntilMs(request) / 1000),
            },
            ConditionExpression: 'attribute_not_exists(#p) OR #digest = :digest OR #until <= :now',
            ExpressionAttributeNames: { '#p': PARTITION_KEY, '#digest': DIGEST, '#until': TTL_ATTRIBUTE },
            ExpressionAttributeValues: { ':digest': bodyDigest, ':now': Math.floor(receivedAtMs / 1000) },
          }),
        ),
      );
      return held;
    },
  };
}
