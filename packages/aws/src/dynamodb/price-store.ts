import type { PriceBook, PriceSchedule, PriceStore } from '@token-ledger/core';
import { PRICE_ATTRIBUTES } from './attribute-names.ts';
import { PRICE_SCHEDULE_KEY, priceBookKey } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { IS_ABSENT, isStill, type LedgerTable, tableItems } from './table-items.ts';

const {
  latestRevision: LATEST,
  spans: SPANS,
  fromMs: FROM,
  revision: REVISION,
  book: BOOK,
  createdAtMs: CREATED,
} = PRICE_ATTRIBUTES;

/** A price book is one item: with the maximum number of overrides it takes a quarter of the 400 KB of an item. */
export function createDynamoPriceStore({ client, ledgerTable }: LedgerTable): PriceStore {
  const table = tableItems(client, ledgerTable);
  return {
    async getPriceSchedule() {
      const item = await table.get(PRICE_SCHEDULE_KEY);
      return item && decodeSchedule(item);
    },

    putPriceSchedule: (next, replaces) =>
      table.putIf(replaces ? isStill(encodeSchedule(replaces)) : IS_ABSENT, {
        ...PRICE_SCHEDULE_KEY,
        ...encodeSchedule(next),
      }),

    async getPriceBook(revision) {
      const key = priceBookKey(revision);
      // A revision never changes, so only one that seems to be missing needs a read that is certain.
      const item = (await table.get(key, { consistent: false })) ?? (await table.get(key));
      if (!item) return undefined;
      if (typeof item[BOOK] !== 'string') throw new CorruptDataError('A stored price book has no text.');
      return { revision, book: JSON.parse(item[BOOK]) as PriceBook, createdAtMs: Number(item[CREATED]) };
    },

    insertPriceBook: ({ revision, book, createdAtMs }) =>
      table.putIf(IS_ABSENT, {
        ...priceBookKey(revision),
        [BOOK]: JSON.stringify(book),
        [CREATED]: createdAtMs,
      }),
  };
}

function encodeSchedule({ latestRevision, spans }: PriceSchedule) {
  return {
    [LATEST]: latestRevision,
    [SPANS]: spans.map(({ fromMs, revision }) => ({ [FROM]: fromMs, [REVISION]: revision })),
  };
}

function decodeSchedule({
  [LATEST]: latestRevision,
  [SPANS]: spans,
}: Record<string, unknown>): PriceSchedule {
  if (typeof latestRevision !== 'number' || !Array.isArray(spans))
    throw new CorruptDataError('The stored schedule of prices has no revision or no spans.');
  return {
    latestRevision,
    spans: spans.map((span: Record<string, unknown>) => ({
      fromMs: Number(span[FROM]),
      revision: Number(span[REVISION]),
    })),
  };
}
