import type { DisabledIdsStore } from '@token-ledger/core';
import { DISABLED_ATTRIBUTES, SORT_KEY } from './attribute-names.ts';
import { DISABLED_PARTITION, disabledId } from './key-schema.ts';
import { queryAll } from './query-all.ts';
import type { LedgerTable } from './table-items.ts';

/** Items of about 40 bytes: a hundred disabled ids are one read unit. */
export function createDynamoDisabledIdsStore({ client, ledgerTable }: LedgerTable): DisabledIdsStore {
  return {
    async getDisabledIds() {
      const accessKeys = new Map<string, number>();
      const users = new Map<string, number>();
      for await (const item of queryAll(client, ledgerTable, DISABLED_PARTITION)) {
        const sortKey = String(item[SORT_KEY]);
        const sinceMs = Number(item[DISABLED_ATTRIBUTES.disabledAtMs]);
        const keyId = disabledId('access_key', sortKey);
        const userId = disabledId('user', sortKey);
        if (keyId !== undefined) accessKeys.set(keyId, sinceMs);
        if (userId !== undefined) users.set(userId, sinceMs);
      }
      return { accessKeys, users };
    },
  };
}
