import type { UsageRecord } from '../usage/record.ts';
import { billedParts } from './billed-parts.ts';
import { attoDollars, CostSum } from './cost-sum.ts';
import { currentlyIn } from './effective-days.ts';
import { KnownModels } from './known-models.ts';
import { type PriceBook, WHOLE_BASIS_POINTS } from './price-book.ts';
import type { OnPriceLine } from './price-line.ts';
import { pricePart } from './price-part.ts';
import { type PriceTable, toPriceTable } from './price-table.ts';
import type { RecordCost } from './record-cost.ts';

export interface Pricer {
  /**
   * What is billed of a record, and what it costs at the prices of the time it occurred, for every status. A call that
   * another organization pays for has its tokens and costs nothing. `onLine` gets the lines that add up to the sums.
   */
  priceRecord(record: UsageRecord, onLine?: OnPriceLine): RecordCost;
}

/**
 * Compiles a price book once, for many records. The book must be one that `checkPriceBook` finds nothing wrong with, as
 * those that `mergePriceBooks` gives; of another one, a price that is none throws a `RangeError`.
 */
export function createPricer(book: PriceBook): Pricer {
  const table = toPriceTable(book);
  const models = new KnownModels(table.models, book.modelAliases);
  return {
    priceRecord(record, onLine) {
      const sum = new CostSum(onLine);
      const isOurs = record.billedTo === undefined;
      const { parts, hasUnknownIteration } = billedParts(record);
      for (const part of parts) {
        if (isOurs) pricePart(sum, part, record, models);
        sum.share(part.model, part.tokens);
      }
      if (isOurs && hasUnknownIteration) sum.leaveOut('unknown_iteration_type');
      if (isOurs && record.webSearchRequests) {
        priceWebSearches(sum, record, record.webSearchRequests, table);
        // Nothing shows which model searched: searches count with the request.
        sum.share(record.model);
      }
      return sum.result();
    },
  };
}

/** Neither tier nor geography change what a search costs; a discount on everything does. */
function priceWebSearches(
  sum: CostSum,
  { model, occurredAtMs }: UsageRecord,
  quantity: number,
  { webSearches }: PriceTable,
): void {
  const price = currentlyIn(webSearches.list, occurredAtMs);
  if (!price) return sum.leaveOut('no_price_for_web_search');
  const paid = currentlyIn(webSearches.net, occurredAtMs)?.paidBasisPoints ?? WHOLE_BASIS_POINTS;
  const one = { picoDollars: price.picoDollars, hundredths: 100 };
  const all = { ...one, picoDollars: BigInt(quantity) * price.picoDollars };
  sum.add(all, all, paid);
  sum.onLine?.({
    model,
    kind: 'webSearch',
    quantity,
    netAttoDollars: attoDollars(one, paid),
    listAttoDollars: attoDollars(one, WHOLE_BASIS_POINTS),
  });
}
