import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { HeartbeatStore } from '@token-ledger/core';
import { HEARTBEAT_ATTRIBUTES, HEARTBEAT_KEY } from './key-schema.ts';

export interface DynamoHeartbeatStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
}

export function createDynamoHeartbeatStore({
  client,
  ledgerTable,
}: DynamoHeartbeatStoreOptions): HeartbeatStore {
  return {
    async putHeartbeat({ completedAtMs }) {
      const Item = { ...HEARTBEAT_KEY, [HEARTBEAT_ATTRIBUTES.completedAtMs]: completedAtMs };
      await client.send(new PutCommand({ TableName: ledgerTable, Item }));
    },

    async getHeartbeat() {
      const { Item } = await client.send(
        new GetCommand({ TableName: ledgerTable, Key: HEARTBEAT_KEY, ConsistentRead: true }),
      );
      return Item && { completedAtMs: Number(Item[HEARTBEAT_ATTRIBUTES.completedAtMs]) };
    },
  };
}
