import { checkPriceBook } from './check-price-book.ts';
import type { PriceBook, PriceOverride } from './price-book.ts';
import type { PriceProblem } from './price-problem.ts';

export type MergedPriceBook =
  | { readonly ok: true; readonly book: PriceBook }
  | { readonly ok: false; readonly problems: readonly PriceProblem[] };

/** A book with the ids that a company explains itself; the same book if it explains none. */
export function withModelAliases(book: PriceBook, aliases: Readonly<Record<string, string>>): PriceBook {
  return Object.keys(aliases).length === 0 ? book : { ...book, modelAliases: aliases };
}

/** A book with a company's overrides, or all that is wrong with them. Overrides the book already had stay, and come first. */
export function mergePriceBooks(shipped: PriceBook, overrides: readonly PriceOverride[]): MergedPriceBook {
  const book = { ...shipped, overrides: [...shipped.overrides, ...overrides] };
  const problems = checkPriceBook(book);
  return problems.length === 0 ? { ok: true, book } : { ok: false, problems };
}
