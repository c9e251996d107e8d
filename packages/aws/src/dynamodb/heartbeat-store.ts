import type { HeartbeatStore } from '@token-ledger/core';
import { HEARTBEAT_ATTRIBUTES } from './attribute-names.ts';
import { HEARTBEAT_KEY } from './key-schema.ts';
import { type LedgerTable, tableItems } from './table-items.ts';

export function createDynamoHeartbeatStore({ client, ledgerTable }: LedgerTable): HeartbeatStore {
  const table = tableItems(client, ledgerTable);
  return {
    putHeartbeat: ({ completedAtMs }) =>
      table.put({ ...HEARTBEAT_KEY, [HEARTBEAT_ATTRIBUTES.completedAtMs]: completedAtMs }),

    async getHeartbeat() {
      const item = await table.get(HEARTBEAT_KEY);
      return item && { completedAtMs: Number(item[HEARTBEAT_ATTRIBUTES.completedAtMs]) };
    },
  };
}
