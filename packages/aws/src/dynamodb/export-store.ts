import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ExportStore } from '@token-ledger/core';
import { ulid } from 'ulid';
import { conditionally } from './conditional-write.ts';
import { decodeExport, encodeExport } from './export-codec.ts';
import { EXPORT_ATTRIBUTES, EXPORTS_PARTITION, exportKey, PARTITION_KEY } from './key-schema.ts';
import { queryNewest } from './query-newest.ts';

/** Sorts by time of creation, to the millisecond. */
export function createExportId(): string {
  return ulid();
}

export interface DynamoExportStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
}

/** All exports are in one partition, in the order of their creation: there are few, and they expire. */
export function createDynamoExportStore({
  client,
  ledgerTable: TableName,
}: DynamoExportStoreOptions): ExportStore {
  return {
    async insertExport(job) {
      const Item = encodeExport(job);
      await client.send(
        new PutCommand({
          TableName,
          Item,
          ConditionExpression: 'attribute_not_exists(#p)',
          ExpressionAttributeNames: { '#p': PARTITION_KEY },
        }),
      );
    },

    async getExport(id) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: exportKey(id), ConsistentRead: true }),
      );
      return Item && decodeExport(Item);
    },

    async replaceExport(job, replaces) {
      const { held } = await conditionally(() =>
        client.send(
          new PutCommand({
            TableName,
            Item: encodeExport(job),
            ConditionExpression: '#version = :replaces',
            ExpressionAttributeNames: { '#version': EXPORT_ATTRIBUTES.version },
            ExpressionAttributeValues: { ':replaces': replaces },
          }),
        ),
      );
      return held;
    },

    async deleteExport(id) {
      await client.send(new DeleteCommand({ TableName, Key: exportKey(id) }));
    },

    async listExports({ limit, beforeId }) {
      const before = beforeId === undefined ? undefined : { ...exportKey(beforeId) };
      const page = { client, tableName: TableName, partition: EXPORTS_PARTITION, limit };
      const items = await queryNewest({ ...page, ...(before && { before }) });
      return items.map(decodeExport);
    },
  };
}
