import { LIST_PRICES, type PricedUnit } from './list-prices.ts';

/** Something that is paid for. */
export interface BilledUse {
  readonly what: string;
  readonly unit: PricedUnit;
  readonly quantity: number;
}

export interface Bill {
  readonly title: string;
  readonly uses: readonly BilledUse[];
}

/** As if every free unit were used up by others. */
export function atList({ uses }: Bill): number {
  return uses.reduce((usd, use) => usd + listPriceOf(use), 0);
}

/** As if nothing else in the account used the free units of a month. */
export function withFreeTier({ uses }: Bill): number {
  return [...Map.groupBy(uses, ({ unit }) => unit)].reduce((usd, [unit, same]) => {
    const quantity = same.reduce((sum, use) => sum + use.quantity, 0);
    return usd + Math.max(0, quantity - LIST_PRICES[unit].free) * LIST_PRICES[unit].usd;
  }, 0);
}

/** The bill as a table for people, without what rounds to nothing. */
export function describeBill(bill: Bill): string {
  const lines = bill.uses
    .filter((use) => listPriceOf(use) >= 0.0005)
    .toSorted((a, b) => listPriceOf(b) - listPriceOf(a))
    .map((use) => {
      const quantity = use.quantity.toLocaleString('en-US', { maximumFractionDigits: 2 });
      return `  ${dollars(listPriceOf(use))}  ${use.what}: ${quantity} × ${LIST_PRICES[use.unit].unit}`;
    });
  const sums = `  ${dollars(atList(bill))}  at list; ${dollars(withFreeTier(bill)).trim()} with the free tiers`;
  return [bill.title, ...lines, sums].join('\n');
}

function listPriceOf({ unit, quantity }: BilledUse): number {
  return quantity * LIST_PRICES[unit].usd;
}

function dollars(usd: number): string {
  return `$${usd.toFixed(3)}`.padStart(8);
}
