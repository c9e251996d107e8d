import { createDocumentClient, createDynamoPriceStore } from '@token-ledger/aws';
import { SHIPPED_PRICE_BOOK } from '@token-ledger/core';
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const { STATISTICS_TABLE: statisticsTable } = readEnvironment(environment, process.env);

export const handler = createHandler({
  prices: {
    store: createDynamoPriceStore({ client: createDocumentClient(), statisticsTable }),
    clock: Date.now,
    shipped: SHIPPED_PRICE_BOOK,
  },
  telemetry: createTelemetry(SERVICES.managePrices),
});
