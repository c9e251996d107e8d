import { parseDecimal } from './decimal.ts';
import { currentlyIn, type Interval, toInterval } from './effective-days.ts';
import { EVERY_MODEL, PRICE_DECIMALS, type PriceBook, WHOLE_BASIS_POINTS } from './price-book.ts';
import { type ModelRates, toModelRates } from './rates.ts';

/** What holds at a time, first come first served: what overrides say comes first. */
interface ListPrice extends Interval {
  readonly rates: ModelRates;
}

interface NetPrice extends Interval {
  /** Absent: those of the list. */
  readonly rates: ModelRates | undefined;
  readonly paidBasisPoints: number;
}

export interface ModelPriceTable {
  readonly list: readonly ListPrice[];
  readonly net: readonly NetPrice[];
}

/** A price book as look-ups. */
export interface PriceTable {
  readonly models: ReadonlyMap<string, ModelPriceTable>;
  readonly webSearches: {
    readonly list: readonly (Interval & { readonly picoDollars: bigint })[];
    readonly net: readonly NetPrice[];
  };
}

export function toPriceTable({ entries, webSearches, overrides }: PriceBook): PriceTable {
  const netOf = (model: string): NetPrice[] =>
    overrides
      .filter((override) => override.model === model)
      .filter(({ prices, discountBasisPoints }) => prices ?? discountBasisPoints !== undefined)
      .map(({ prices, discountBasisPoints = 0, ...days }) => ({
        ...toInterval(days),
        rates: prices && toModelRates(prices),
        paidBasisPoints: WHOLE_BASIS_POINTS - discountBasisPoints,
      }));
  const net = netOf(EVERY_MODEL);
  const models = new Map<string, ModelPriceTable>();
  for (const { model } of [...overrides, ...entries]) {
    if (model === EVERY_MODEL) continue;
    const replaced = overrides.flatMap(({ listPrices, ...override }) =>
      listPrices ? { ...override, ...listPrices } : [],
    );
    const list = [...replaced, ...entries]
      .filter((priced) => priced.model === model)
      .map((priced) => ({ ...toInterval(priced), rates: toModelRates(priced) }));
    models.set(model, { list, net: [...netOf(model), ...net] });
  }
  return {
    models,
    webSearches: {
      list: webSearches.map(({ perThousand, ...days }) => ({
        ...toInterval(days),
        // US dollars per thousand with 6 decimals are nano-dollars a search.
        picoDollars: parseDecimal(perThousand, PRICE_DECIMALS) * 1_000n,
      })),
      net,
    },
  };
}

export interface CurrentPrices {
  readonly list: ModelRates;
  readonly net: ModelRates;
  /** What is paid of `net`. */
  readonly paidBasisPoints: number;
}

/** The prices of a model at an instant; a net price is the list price too where there is no other. */
export function pricesAt({ list, net }: ModelPriceTable, ms: number): CurrentPrices | undefined {
  const netPrice = currentlyIn(net, ms);
  const rates = currentlyIn(list, ms)?.rates ?? netPrice?.rates;
  return (
    rates && {
      list: rates,
      net: netPrice?.rates ?? rates,
      paidBasisPoints: netPrice?.paidBasisPoints ?? WHOLE_BASIS_POINTS,
    }
  );
}
