import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  type AlertKey,
  type AlertStore,
  alertId,
  type BudgetAlert,
  DAY_MS,
  type StoredAlert,
} from '@token-ledger/core';
import { wait as sleep, type Wait } from '../retry.ts';
import { decodeAlert, decodeAlertKey, encodeAlert, encodeAlertKey } from './budget-codec.ts';
import { conditionalTransaction } from './conditional-transaction.ts';
import { conditionally } from './conditional-write.ts';
import {
  alertKey,
  alertPartition,
  DELIVERY_ATTRIBUTES,
  PARTITION_KEY,
  TTL_ATTRIBUTE,
  WAITING_ALERTS_PARTITION,
  waitingAlertKey,
} from './key-schema.ts';
import { queryAll } from './query-all.ts';

/** Longer than any period, and enough to look back a year and a month. */
const ALERTS_KEPT_MS = 400 * DAY_MS;

export interface DynamoAlertStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
  readonly wait?: Wait;
}

/**
 * Alerts are in the partition of their period. Alerts that wait for the queue are in a partition of their own, which is
 * mostly empty.
 */
export function createDynamoAlertStore({
  client,
  ledgerTable,
  wait = sleep,
}: DynamoAlertStoreOptions): AlertStore {
  return {
    fireAlert: (alert) => conditionalTransaction(client, firing(alert), wait),

    async getAlert(key) {
      const { Item } = await client.send(
        new GetCommand({ TableName: ledgerTable, Key: alertKey(key), ConsistentRead: true }),
      );
      return Item && decodeAlert(Item);
    },

    async listAlerts(periodId) {
      const alerts: StoredAlert[] = [];
      for await (const item of queryAll(client, ledgerTable, alertPartition(periodId)))
        alerts.push(decodeAlert(item));
      return alerts;
    },

    async listWaitingAlerts() {
      const keys: AlertKey[] = [];
      for await (const item of queryAll(client, ledgerTable, WAITING_ALERTS_PARTITION))
        keys.push(decodeAlertKey(item));
      return keys;
    },

    async markHandedOver(key) {
      await client.send(new DeleteCommand({ TableName: ledgerTable, Key: waitingAlertKey(alertId(key)) }));
    },

    async markDelivered(key, channel, atMs) {
      await conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: ledgerTable,
            Key: alertKey(key),
            UpdateExpression: 'SET #channel = if_not_exists(#channel, :at)',
            ConditionExpression: 'attribute_exists(#p)',
            ExpressionAttributeNames: { '#channel': DELIVERY_ATTRIBUTES[channel], '#p': PARTITION_KEY },
            ExpressionAttributeValues: { ':at': atMs },
          }),
        ),
      );
    },
  };

  function firing(alert: BudgetAlert) {
    const expiresAtSeconds = Math.floor((alert.firedAtMs + ALERTS_KEPT_MS) / 1000);
    return [
      {
        Put: {
          TableName: ledgerTable,
          Item: { ...alertKey(alert), ...encodeAlert(alert), [TTL_ATTRIBUTE]: expiresAtSeconds },
          ConditionExpression: 'attribute_not_exists(#p)',
          ExpressionAttributeNames: { '#p': PARTITION_KEY },
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
