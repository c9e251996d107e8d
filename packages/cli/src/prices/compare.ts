import {
  findModel,
  formatNanoDollars,
  type PriceBook,
  type PriceEntry,
  parseNanoDollars,
} from '@token-ledger/core';
import type { ListedPrice, ListedPrices } from './listed-price.ts';

export interface PriceDifference {
  /** The model's id in the table. */
  readonly id: string;
  /** The field that differs; absent if the book has no price of the model. */
  readonly field?: string;
  readonly message: string;
}

export interface PriceComparison {
  readonly differences: readonly PriceDifference[];
  /** Models of the book that the table lacks, so their prices are not compared. */
  readonly notInTable: readonly string[];
  /** How many prices are equal in both. */
  readonly same: number;
}

/**
 * Compares the list prices of a day with those of a table. A price that only the book has is not a difference; one that only
 * the table has is.
 */
export function comparePrices(book: PriceBook, table: ListedPrices, day: string): PriceComparison {
  const entries = entriesOn(book, day);
  const differences: PriceDifference[] = [];
  const seen = new Set<string>();
  let same = 0;
  for (const [id, prices] of table) {
    const found = findIn(entries, id);
    if (!found) {
      differences.push({ id, message: `${id}: the book has no price for ${day}` });
      continue;
    }
    seen.add(found.entry.model);
    for (const price of prices) {
      const ours = bookPrice(found, price);
      if (ours === price.usd) same += 1;
      else {
        const what = `${price.field}${price.fast ? ' when fast' : ''} is ${price.usd}`;
        const message = `${id}: ${what} USD per million tokens in the table, ${ours ?? 'missing'} in the book`;
        differences.push({ id, field: price.field, message });
      }
    }
  }
  return { differences, notInTable: [...entries.keys()].filter((model) => !seen.has(model)), same };
}

/** The model ids that have no price on a day. */
export function withoutPrice(book: PriceBook, ids: readonly string[], day: string): readonly string[] {
  const entries = entriesOn(book, day);
  return ids.filter((id) => !findIn(entries, id));
}

interface FoundEntry {
  readonly entry: PriceEntry;
  /** How many tenths of the price the id costs. */
  readonly tenths: bigint;
}

function entriesOn(book: PriceBook, day: string): ReadonlyMap<string, PriceEntry> {
  const current = book.entries.filter(
    ({ effectiveFrom = '', effectiveTo }) =>
      effectiveFrom <= day && (effectiveTo === undefined || day < effectiveTo),
  );
  return new Map(current.map((entry) => [entry.model, entry]));
}

function findIn(entries: ReadonlyMap<string, PriceEntry>, id: string): FoundEntry | undefined {
  const name = findModel(id, (model) => entries.has(model));
  const entry = name && entries.get(name.model);
  if (!entry) return undefined;
  const more = name.endpoint === 'geographic' ? 1n : name.endpoint === 'government' ? 2n : 0n;
  return { entry, tenths: 10n + (entry.bedrockSurcharge ? more : 0n) };
}

function bookPrice({ entry, tenths }: FoundEntry, price: ListedPrice): string | undefined {
  const { kind, promptTokens, fast } = price;
  const band = entry.above?.promptTokens === promptTokens ? entry.above : undefined;
  const prices = fast ? entry.fast : promptTokens === undefined ? entry : band;
  const usd = (prices as Readonly<Record<string, unknown>> | undefined)?.[kind];
  return usd === undefined ? undefined : formatNanoDollars((parseNanoDollars(usd) * tenths) / 10n);
}
