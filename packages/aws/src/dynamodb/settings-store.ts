import {
  LEAF_MINUTES,
  type LeafMinutes,
  type LedgerSettings,
  type SettingsStore,
  type TimedSettings,
} from '@token-ledger/core';
import { SETTINGS_ATTRIBUTES } from './attribute-names.ts';
import { SETTINGS_KEY } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { IS_ABSENT, isStill, type LedgerTable, tableItems } from './table-items.ts';

const { retentionDays: DAYS, leafMinutes: LEAF, earlier: EARLIER, untilMs: UNTIL } = SETTINGS_ATTRIBUTES;

export function createDynamoSettingsStore({ client, ledgerTable }: LedgerTable): SettingsStore {
  const table = tableItems(client, ledgerTable);
  return {
    async getSettings() {
      const item = await table.get(SETTINGS_KEY);
      if (!item) return undefined;
      const { [EARLIER]: earlier } = item;
      if (!Array.isArray(earlier)) throw new CorruptDataError('The stored settings have no history.');
      if (earlier.length === 0) return decode(item);
      return {
        ...decode(item),
        earlier: earlier.map((span: Record<string, unknown>) => ({
          untilMs: Number(span[UNTIL]),
          ...decode(span),
        })),
      };
    },

    putSettings: (next, replaces) =>
      table.putIf(replaces ? isStill(encode(replaces)) : IS_ABSENT, { ...SETTINGS_KEY, ...encode(next) }),
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
