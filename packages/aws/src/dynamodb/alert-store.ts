import { type AlertStore, alertId, type BudgetAlert, DAY_MS } from '@token-ledger/core';
import { wait as sleep, type Wait } from '../retry.ts';
import { DELIVERY_ATTRIBUTES, TTL_ATTRIBUTE } from './attribute-names.ts';
import { decodeAlert, decodeAlertKey, encodeAlert, encodeAlertKey } from './budget-codec.ts';
import { conditionalTransaction } from './conditional-transaction.ts';
import { alertKey, alertPartition, WAITING_ALERTS_PARTITION, waitingAlertKey } from './key-schema.ts';
import { listAll } from './query-all.ts';
import { IS_ABSENT, type LedgerTable, tableItems } from './table-items.ts';

/** Longer than any period, and enough to look back a year and a month. */
const ALERTS_KEPT_MS = 400 * DAY_MS;

export interface DynamoAlertStoreOptions extends LedgerTable {
  readonly wait?: Wait;
}

/**
 * Alerts are in the partition of their period. Alerts that wait for the queue are in a partition of their own, which is
 * mostly empty.
 */
export function createDynamoAlertStore({ wait = sleep, ...table }: DynamoAlertStoreOptions): AlertStore {
  const { client, ledgerTable } = table;
  const items = tableItems(client, ledgerTable);
  return {
    fireAlert: (alert) => conditionalTransaction(client, firing(alert), wait),

    async getAlert(key) {
      const item = await items.get(alertKey(key));
      return item && decodeAlert(item);
    },

    listAlerts: (periodId) => listAll(table, alertPartition(periodId), decodeAlert),

    listWaitingAlerts: () => listAll(table, WAITING_ALERTS_PARTITION, decodeAlertKey),

    markHandedOver: (key) => items.remove(waitingAlertKey(alertId(key))),

    markDelivered: (key, channel, atMs) => items.setOnce(alertKey(key), DELIVERY_ATTRIBUTES[channel], atMs),
  };

  function firing(alert: BudgetAlert) {
    const expiresAtSeconds = Math.floor((alert.firedAtMs + ALERTS_KEPT_MS) / 1000);
    return [
      {
        Put: {
          TableName: ledgerTable,
          Item: { ...alertKey(alert), ...encodeAlert(alert), [TTL_ATTRIBUTE]: expiresAtSeconds },
          ...IS_ABSENT,
        },
      },
      {
        Put: {
          TableName: ledgerTable,
          Item: { ...waitingAlertKey(alertId(alert)), ...encodeAlertKey(alert) },
        },
      },
    ];
  }
}
