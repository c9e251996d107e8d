import { revisionAt } from './price-schedule.ts';
import type { PriceStore } from './price-store.ts';
import { createPricer, type Pricer } from './pricer.ts';
import { SHIPPED_PRICE_BOOK } from './shipped-prices.ts';

/** The prices of all times, as they were assigned when they were read. */
export interface Prices {
  /** Prices the usage of the hour that contains an instant. */
  pricerAt(ms: number): Promise<Pricer>;
  /** Prices by one revision of the price book. Rejects if there is none of that number. */
  pricerOf(revision: number): Promise<Pricer>;
}

/** Reads which prices hold, strongly consistent: what was assigned before the call is in the answer. */
export type ReadPrices = () => Promise<Prices>;

/** A company's prices change now and then; an old range that was priced by many is rare. */
const MAX_COMPILED = 50;

/** Reads prices from a store. Price books are compiled once; they never change. */
export function createReadPrices(store: Pick<PriceStore, 'getPriceSchedule' | 'getPriceBook'>): ReadPrices {
  const compiled = new Map<number, Promise<Pricer>>();
  let shipped: Pricer | undefined;

  return async () => {
    const schedule = await store.getPriceSchedule();
    // The first schedule is stored together with the shipped book.
    if (!schedule) {
      const pricer = (shipped ??= createPricer(SHIPPED_PRICE_BOOK));
      return { pricerAt: async () => pricer, pricerOf: remembered };
    }
    return { pricerAt: (ms) => remembered(revisionAt(schedule, ms)), pricerOf: remembered };
  };

  function remembered(revision: number): Promise<Pricer> {
    let pricer = compiled.get(revision);
    if (pricer) return pricer;
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    pricer = compile(revision);
    // What failed is tried again.
    pricer.catch(() => compiled.delete(revision));
    compiled.set(revision, pricer);
    return pricer;
  }

  async function compile(revision: number): Promise<Pricer> {
    const stored = await store.getPriceBook(revision);
    if (!stored) throw new Error(`Price book ${revision} is not in the store.`);
    return createPricer(stored.book);
  }
}
