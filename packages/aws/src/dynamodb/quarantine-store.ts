import { DAY_MS, QUARANTINE_DAYS, type QuarantinedRecord, type QuarantineStore } from '@token-ledger/core';
import { PARTITION_KEY, QUARANTINE_ATTRIBUTES, SORT_KEY, TTL_ATTRIBUTE } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { quarantinePartition, utcDay } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { queryPage } from './query-page.ts';
import { IS_ABSENT, type LedgerTable, tableItems } from './table-items.ts';

const {
  receivedAtMs: AT,
  reason: REASON,
  problems: PROBLEMS,
  record: RECORD,
  complete: COMPLETE,
} = QUARANTINE_ATTRIBUTES;

export function createDynamoQuarantineStore({ client, ledgerTable }: LedgerTable): QuarantineStore {
  const table = tableItems(client, ledgerTable);
  return {
    async quarantine(record) {
      // The condition fails if an earlier delivery stored the record.
      await table.putIf(IS_ABSENT, encode(record));
    },

    async listQuarantined(day, options = {}) {
      const items = await queryPage(client, ledgerTable, quarantinePartition(day), options);
      return items.map(decode);
    },

    async getQuarantined(day, id) {
      const item = await table.get(keyOf(day, id));
      return item && decode(item);
    },

    deleteQuarantined: ({ id, receivedAtMs }) => table.remove(keyOf(utcDay(receivedAtMs), id)),
  };
}

function keyOf(day: string, id: string) {
  return { [PARTITION_KEY]: quarantinePartition(day), [SORT_KEY]: id };
}

function encode({ id, receivedAtMs, reason, problems, record, complete }: QuarantinedRecord): Item {
  return {
    ...keyOf(utcDay(receivedAtMs), id),
    [AT]: receivedAtMs,
    [REASON]: reason,
    [PROBLEMS]: problems.map(({ path, message }) => ({ path, message })),
    [RECORD]: record,
    ...(complete && { [COMPLETE]: true }),
    [TTL_ATTRIBUTE]: Math.ceil((receivedAtMs + QUARANTINE_DAYS * DAY_MS) / 1000),
  };
}

function decode(item: Item): QuarantinedRecord {
  const {
    [SORT_KEY]: id,
    [AT]: receivedAtMs,
    [REASON]: reason,
    [PROBLEMS]: problems,
    [RECORD]: record,
  } = item;
  if (
    typeof id !== 'string' ||
    typeof receivedAtMs !== 'number' ||
    typeof reason !== 'string' ||
    !Array.isArray(problems) ||
    typeof record !== 'string'
  ) {
    throw new CorruptDataError('A quarantined record has attributes that are missing or of the wrong type.');
  }
  return {
    id,
    receivedAtMs,
    reason,
    problems,
    record,
    ...(item[COMPLETE] === true && { complete: true }),
  };
}
