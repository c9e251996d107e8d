import { createDocumentClient, createDynamoPriceStore } from '@token-ledger/aws';
import { SHIPPED_PRICE_BOOK, withModelAliases } from '@token-ledger/core';
import { connectAudit } from '../connect/audit.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const client = createDocumentClient();

export const handler = createHandler({
  prices: {
    store: createDynamoPriceStore({ client, ledgerTable: variables.LEDGER_TABLE }),
    clock: Date.now,
    shipped: withModelAliases(SHIPPED_PRICE_BOOK, variables.MODEL_ALIASES),
  },
  audit: connectAudit(variables, client),
  telemetry: createTelemetry(SERVICES.managePrices),
});
