import { type IdempotencyStore, keyBoundUntilMs } from '@token-ledger/core';
import { IDEMPOTENCY_ATTRIBUTES, TTL_ATTRIBUTE } from './attribute-names.ts';
import { idempotencyKey } from './key-schema.ts';
import { IS_ABSENT, type LedgerTable, tableItems } from './table-items.ts';

const { bodyDigest: DIGEST } = IDEMPOTENCY_ATTRIBUTES;

/** One write unit a request; DynamoDB deletes a binding some time after it ended, so the condition looks at its end too. */
export function createDynamoIdempotencyStore({ client, ledgerTable }: LedgerTable): IdempotencyStore {
  const table = tableItems(client, ledgerTable);
  return {
    bindKey(request) {
      const { callerKeyId, key, bodyDigest, receivedAtMs } = request;
      const { ConditionExpression, ExpressionAttributeNames } = IS_ABSENT;
      const isFree = {
        ConditionExpression: `${ConditionExpression} OR #digest = :digest OR #until <= :now`,
        ExpressionAttributeNames: { ...ExpressionAttributeNames, '#digest': DIGEST, '#until': TTL_ATTRIBUTE },
        ExpressionAttributeValues: { ':digest': bodyDigest, ':now': Math.floor(receivedAtMs / 1000) },
      };
      return table.putIf(isFree, {
        ...idempotencyKey(callerKeyId, key),
        [DIGEST]: bodyDigest,
        [TTL_ATTRIBUTE]: Math.ceil(keyBoundUntilMs(request) / 1000),
      });
    },
  };
}
