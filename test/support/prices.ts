import { createPricer, createReadPrices, SHIPPED_PRICE_BOOK } from '@token-ledger/core';
import { InMemoryPriceStore } from '@token-ledger/in-memory';

/** Prices everything by the shipped price book. */
export const shippedPricer = createPricer(SHIPPED_PRICE_BOOK);
export const readShippedPrices = createReadPrices(new InMemoryPriceStore());
