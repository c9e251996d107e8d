import { SHIPPED_PRICE_BOOK, withModelAliases } from '@token-ledger/core';
import { connectStatistics } from '../connect/ledger.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, settings } = connectStatistics(variables);

export const handler = settings.refreshBefore(
  createHandler({
    ledger,
    shippedPrices: withModelAliases(SHIPPED_PRICE_BOOK, variables.MODEL_ALIASES),
    maxBuckets: variables.MAX_BUCKETS_PER_RUN,
    telemetry: createTelemetry(SERVICES.rollUpUsage),
  }),
);
