import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ExportStore } from '@token-ledger/core';
import { ulid } from 'ulid';
import { EXPORT_ATTRIBUTES } from './attribute-names.ts';
import { decodeExport, encodeExport } from './export-codec.ts';
import { EXPORTS_PARTITION, exportKey } from './key-schema.ts';
import { queryNewest } from './query-newest.ts';
import { IS_ABSENT, isStill, type LedgerTable, tableItems } from './table-items.ts';

/** Sorts by time of creation, to the millisecond. */
export function createExportId(): string {
  return ulid();
}

/** All exports are in one partition, in the order of their creation: there are few, and they expire. */
export function createDynamoExportStore({ client, ledgerTable: TableName }: LedgerTable): ExportStore {
  const table = tableItems(client, TableName);
  return {
    async insertExport(job) {
      await client.send(new PutCommand({ TableName, Item: encodeExport(job), ...IS_ABSENT }));
    },

    async getExport(id) {
      const item = await table.get(exportKey(id));
      return item && decodeExport(item);
    },

    replaceExport: (job, replaces) =>
      table.putIf(isStill({ [EXPORT_ATTRIBUTES.version]: replaces }), encodeExport(job)),

    deleteExport: (id) => table.remove(exportKey(id)),

    async listExports({ limit, beforeId }) {
      const before = beforeId === undefined ? undefined : { ...exportKey(beforeId) };
      const page = { client, tableName: TableName, partition: EXPORTS_PARTITION, limit };
      const items = await queryNewest({ ...page, ...(before && { before }) });
      return items.map(decodeExport);
    },
  };
}
