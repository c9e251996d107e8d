import type { Rebuild, RebuildStore } from '@token-ledger/core';
import { REBUILD_ATTRIBUTES } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { CURRENT_REBUILD_KEY, rebuildKey } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { IS_ABSENT, isStill, type LedgerTable, tableItems } from './table-items.ts';

const ATTRIBUTES = Object.entries(REBUILD_ATTRIBUTES);
const ID = REBUILD_ATTRIBUTES.id;

/** One item for each rebuild, kept forever because there are few, and one item that names the current rebuild. */
export function createDynamoRebuildStore({ client, ledgerTable }: LedgerTable): RebuildStore {
  const table = tableItems(client, ledgerTable);
  return {
    async startRebuild(rebuild, replaces) {
      // The item comes first: the pointer must never lead nowhere. If the pointer is refused, no reader finds the item.
      await put(rebuild);
      const condition = replaces === undefined ? IS_ABSENT : isStill({ [ID]: replaces });
      return table.putOnceIf(condition, { ...CURRENT_REBUILD_KEY, [ID]: rebuild.id }, ID);
    },

    updateRebuild: put,

    getRebuild,

    async getCurrentRebuild() {
      const current = await table.get(CURRENT_REBUILD_KEY);
      return current && getRebuild(String(current[ID]));
    },
  };

  async function put(rebuild: Rebuild): Promise<void> {
    const entries = ATTRIBUTES.map(([field, attribute]) => [attribute, rebuild[field as keyof Rebuild]]);
    await table.put({ ...rebuildKey(rebuild.id), ...Object.fromEntries(entries) });
  }

  async function getRebuild(id: string): Promise<Rebuild | undefined> {
    const item = await table.get(rebuildKey(id));
    return item && decode(item);
  }
}

function decode(item: Item): Rebuild {
  const rebuild: Record<string, unknown> = {};
  for (const [field, attribute] of ATTRIBUTES) {
    const value = item[attribute];
    if (value === undefined && field === 'markedAtMs') continue;
    if (typeof value !== TYPES[field as keyof Rebuild])
      throw new CorruptDataError(`Attribute ${attribute} of a rebuild is missing or of the wrong type.`);
    rebuild[field] = value;
  }
  return rebuild as unknown as Rebuild;
}

const TYPES: Readonly<Record<keyof Rebuild, 'string' | 'number' | 'boolean'>> = {
  id: 'string',
  fromMs: 'number',
  toMs: 'number',
  repair: 'boolean',
  markedHours: 'number',
  skippedFrozenHours: 'number',
  startedAtMs: 'number',
  markedAtMs: 'number',
};
