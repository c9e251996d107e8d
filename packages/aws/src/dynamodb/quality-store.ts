import {
  AUDIT_HISTORY_MS,
  type DayAudit,
  type DayAuditStore,
  type QualityStatuses,
  type QualityStatusStore,
} from '@token-ledger/core';
import { QUALITY_ATTRIBUTES, SORT_KEY, TTL_ATTRIBUTE } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { dayAuditKey, QUALITY_PARTITION, qualityStatusKey, type StatisticsItemKey } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { listBetween } from './query-all.ts';
import { IS_ABSENT, isStill, type LedgerTable, tableItems } from './table-items.ts';

const { text: TEXT, revision: REVISION } = QUALITY_ATTRIBUTES;

/** Audits of days and statuses are read and written as a whole, so each is one JSON text of a few KB. */
export function createDynamoQualityStore({
  client,
  ledgerTable,
}: LedgerTable): DayAuditStore & QualityStatusStore {
  const table = tableItems(client, ledgerTable);

  /** True also when this very write took effect and its answer got lost: no two runs write the same text. */
  const putNext = (key: StatisticsItemKey, value: { readonly revision: number }, more: Item = {}) => {
    const { revision } = value;
    const condition = revision === 1 ? IS_ABSENT : isStill({ [REVISION]: revision - 1 });
    const item = { ...key, [REVISION]: revision, [TEXT]: JSON.stringify(value), ...more };
    return table.putOnceIf(condition, item, TEXT);
  };

  return {
    async getDayAudit(day) {
      const item = await table.get(dayAuditKey(day));
      return item && decodeAudit(item);
    },

    listDayAudits: (fromDay, toDay) =>
      listBetween(
        { client, ledgerTable },
        QUALITY_PARTITION,
        [dayAuditKey(fromDay)[SORT_KEY], dayAuditKey(toDay)[SORT_KEY]],
        decodeAudit,
      ),

    putDayAudit: (audit) =>
      putNext(dayAuditKey(audit.day), audit, {
        [TTL_ATTRIBUTE]: Math.ceil((audit.toMs + AUDIT_HISTORY_MS) / 1000),
      }),

    async getStatuses(kind) {
      const item = await table.get(qualityStatusKey(kind));
      return item && (JSON.parse(textOf(item)) as QualityStatuses);
    },

    putStatuses: (kind, statuses) => putNext(qualityStatusKey(kind), statuses),
  };
}

const decodeAudit = (item: Item) => JSON.parse(textOf(item)) as DayAudit;

/** @throws CorruptDataError */
function textOf({ [TEXT]: text, [SORT_KEY]: key }: Item): string {
  if (typeof text !== 'string') throw new CorruptDataError(`The item ${String(key)} of quality has no text.`);
  return text;
}
