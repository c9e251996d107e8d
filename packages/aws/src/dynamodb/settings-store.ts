import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  LEAF_MINUTES,
  type LeafMinutes,
  type LedgerSettings,
  type SettingsStore,
  type TimedSettings,
} from '@token-ledger/core';
import { conditionally } from './conditional-write.ts';
import { PARTITION_KEY, SETTINGS_ATTRIBUTES, SETTINGS_KEY } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';

const { retentionDays: DAYS, leafMinutes: LEAF, earlier: EARLIER, untilMs: UNTIL } = SETTINGS_ATTRIBUTES;

export interface DynamoSettingsStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
}

export function createDynamoSettingsStore({
  client,
  ledgerTable,
}: DynamoSettingsStoreOptions): SettingsStore {
  return {
    async getSettings() {
      const { Item } = await client.send(
        new GetCommand({ TableName: ledgerTable, Key: SETTINGS_KEY, ConsistentRead: true }),
      );
      if (!Item) return undefined;
      const { [EARLIER]: earlier } = Item;
      if (!Array.isArray(earlier)) throw new CorruptDataError('The stored settings have no history.');
      if (earlier.length === 0) return decode(Item);
      return {
        ...decode(Item),
        earlier: earlier.map((span: Record<string, unknown>) => ({
          untilMs: Number(span[UNTIL]),
          ...decode(span),
        })),
      };
    },

    async putSettings(next, replaces) {
      const { held } = await conditionally(() =>
        client.send(
          new PutCommand({
            TableName: ledgerTable,
            Item: { ...SETTINGS_KEY, ...encode(next) },
            ...(replaces === undefined
              ? {
                  ConditionExpression: 'attribute_not_exists(#p)',
                  ExpressionAttributeNames: { '#p': PARTITION_KEY },
                }
              : {
                  ConditionExpression: '#days = :days AND #leaf = :leaf AND #earlier = :earlier',
                  ExpressionAttributeNames: { '#days': DAYS, '#leaf': LEAF, '#earlier': EARLIER },
                  ExpressionAttributeValues: {
                    ':days': replaces.retentionDays,
                    ':leaf': replaces.leafMinutes,
                    ':earlier': encode(replaces)[EARLIER],
                  },
                }),
          }),
        ),
      );
      return held;
    },
  };
}

function encode({ earlier = [], ...settings }: LedgerSettings) {
  return {
    ...encodeSettings(settings),
    [EARLIER]: earlier.map((span) => ({ [UNTIL]: span.untilMs, ...encodeSettings(span) })),
  };
}

function encodeSettings({ retentionDays, leafMinutes }: TimedSettings) {
  return { [DAYS]: retentionDays, [LEAF]: leafMinutes };
}

function decode({ [DAYS]: retentionDays, [LEAF]: leafMinutes }: Record<string, unknown>): TimedSettings {
  if (typeof retentionDays !== 'number' || !LEAF_MINUTES.includes(leafMinutes as LeafMinutes)) {
    throw new CorruptDataError('The stored settings have no days or no length of leaves.');
  }
  return { retentionDays, leafMinutes: leafMinutes as LeafMinutes };
}
