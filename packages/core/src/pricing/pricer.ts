import type { UsageRecord } from '../usage/record.ts';
import { billedParts } from './billed-parts.ts';
import { CostSum } from './cost-sum.ts';
import { currentlyIn } from './effective-days.ts';
import { KnownModels } from './known-models.ts';
import { type PriceBook, WHOLE_BASIS_POINTS } from './price-book.ts';
import { pricePart } from './price-part.ts';
import { type PriceTable, toPriceTable } from './price-table.ts';
import type { RecordCost } from './record-cost.ts';

export interface Pricer {
  /**
   * What is billed of a record, and what it costs at the prices of the time it occurred, for every status. A call that
   * another organization pays for has its tokens and costs nothing.
   */
  priceRecord(record: UsageRecord): RecordCost;
}

/**
 * Compiles a price book once, for many records. The book must be one that `checkPriceBook` finds nothing wrong with, as
 * those that `mergePriceBooks` gives; of another one, a price that is none throws a `RangeError`.
 */
export function createPricer(book: PriceBook): Pricer {
  const table = toPriceTable(book);
  const models = new KnownModels(table.models, book.modelAliases);
  return {
    priceRecord(record) {
      const sum = new CostSum();
      const isOurs = record.billedTo === undefined;
      const { parts, hasUnknownIteration } = billedParts(record);
      for (const part of parts) {
        if (isOurs) pricePart(sum, part, record, models);
        sum.share(part.model, part.tokens);
      }
      if (isOurs && hasUnknownIteration) sum.leaveOut('unknown_iteration_type');
      if (isOurs && record.webSearchRequests) {
        priceWebSearches(sum, record.webSearchRequests, record.occurredAtMs, table);
        // Nothing shows which model searched: searches count with the request.
        sum.share(record.model);
      }
      return sum.result();
    },
  };
}

/** Neither tier nor geography change what a search costs; a discount on everything does. */
function priceWebSearches(sum: CostSum, requests: number, ms: number, { webSearches }: PriceTable): void {
  const price = currentlyIn(webSearches.list, ms);
  if (!price) return sum.leaveOut('no_price_for_web_search');
  const amount = { picoDollars: BigInt(requests) * price.picoDollars, hundredths: 100 };
  sum.add(amount, amount, currentlyIn(webSearches.net, ms)?.paidBasisPoints ?? WHOLE_BASIS_POINTS);
}
