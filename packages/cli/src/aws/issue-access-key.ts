import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoAccessKeyStore } from '@token-ledger/aws';
import { formatAccessKey, type Scope } from '@token-ledger/core';
import { createAccessKeySecret } from '@token-ledger/secrets';
import { ulid } from 'ulid';

export interface AccessKeyRequest {
  /** Shows people what the key is for. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The user whose usage the key reports, if it may not report for others. */
  readonly ownerUserId?: string;
}

export interface IssuedAccessKey {
  readonly id: string;
  /** The key as requests send it. It cannot be read again: only a salted hash of it is stored. */
  readonly printed: string;
}

/** Creates an access key in the ledger table. */
export async function issueAccessKey(
  client: DynamoDBClient,
  ledgerTable: string,
  request: AccessKeyRequest,
): Promise<IssuedAccessKey> {
  const id = `ak_${ulid()}`;
  const { secret, salt, secretHash } = createAccessKeySecret();
  const store = createDynamoAccessKeyStore({ client: DynamoDBDocumentClient.from(client), ledgerTable });
  await store.createAccessKey({
    id,
    ...request,
    salt,
    secretHash,
    createdAtMs: Date.now(),
    disabled: false,
    revision: 1,
  });
  return { id, printed: formatAccessKey(id, secret) };
}
