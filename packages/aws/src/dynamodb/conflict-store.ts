import {
  CONFLICT_DAYS,
  CONFLICT_REASONS,
  type Conflict,
  type ConflictReason,
  type ConflictSide,
  type ConflictStore,
  DAY_MS,
} from '@token-ledger/core';
import { CONFLICT_ATTRIBUTES, PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { conflictPartition, utcDay } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { queryPage } from './query-page.ts';
import { IS_ABSENT, type LedgerTable, tableItems } from './table-items.ts';

export function createDynamoConflictStore({ client, ledgerTable }: LedgerTable): ConflictStore {
  const table = tableItems(client, ledgerTable);
  return {
    async putConflict(conflict) {
      // A failed condition means that the conflict is there already, from an earlier delivery.
      await table.putIf(IS_ABSENT, encode(conflict));
    },

    async listConflicts(day, options = {}) {
      const items = await queryPage(client, ledgerTable, conflictPartition(day), options);
      return items.map(decode);
    },

    deleteConflict: (conflict) => table.remove(keyOf(conflict)),
  };
}

function keyOf({ id, receivedAtMs }: Pick<Conflict, 'id' | 'receivedAtMs'>) {
  return { [PARTITION_KEY]: conflictPartition(utcDay(receivedAtMs)), [SORT_KEY]: id };
}

function encode(conflict: Conflict): Item {
  const { accessKeyId, reason, receivedAtMs, recorded, reported, tiedTo } = CONFLICT_ATTRIBUTES;
  return {
    ...keyOf(conflict),
    [accessKeyId]: conflict.accessKeyId,
    [reason]: conflict.reason,
    [receivedAtMs]: conflict.receivedAtMs,
    [recorded]: JSON.stringify(conflict.recorded),
    [reported]: JSON.stringify(conflict.reported),
    ...(conflict.tiedTo !== undefined && { [tiedTo]: conflict.tiedTo }),
    [TTL_ATTRIBUTE]: Math.ceil((conflict.receivedAtMs + CONFLICT_DAYS * DAY_MS) / 1000),
  };
}

function decode(item: Item): Conflict {
  const attributes = CONFLICT_ATTRIBUTES;
  const { [attributes.id]: id, [attributes.accessKeyId]: accessKeyId, [attributes.reason]: reason } = item;
  const { [attributes.receivedAtMs]: receivedAtMs, [attributes.tiedTo]: tiedTo } = item;
  if (
    typeof id !== 'string' ||
    typeof accessKeyId !== 'string' ||
    typeof receivedAtMs !== 'number' ||
    (tiedTo !== undefined && typeof tiedTo !== 'string') ||
    !CONFLICT_REASONS.includes(reason as ConflictReason)
  ) {
    throw corrupt();
  }
  return {
    id,
    accessKeyId,
    receivedAtMs,
    reason: reason as ConflictReason,
    recorded: decodeSide(item[attributes.recorded]),
    reported: decodeSide(item[attributes.reported]),
    ...(tiedTo !== undefined && { tiedTo }),
  };
}

function decodeSide(json: unknown): ConflictSide {
  try {
    const side: unknown = JSON.parse(json as string);
    if (typeof side === 'object' && side !== null) return side as ConflictSide;
  } catch {
    // Reported below without the text itself.
  }
  throw corrupt();
}

function corrupt(): CorruptDataError {
  return new CorruptDataError('A stored conflict has attributes missing or not of their type.');
}
