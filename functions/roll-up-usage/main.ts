import { SHIPPED_PRICE_BOOK, withModelAliases } from '@token-ledger/core';
import { connectStatistics } from '../connect-ledger.ts';
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, followed } = connectStatistics(variables);

export const handler = followed.before(
  createHandler({
    ledger,
    shippedPrices: withModelAliases(SHIPPED_PRICE_BOOK, variables.MODEL_ALIASES),
    maxBuckets: variables.MAX_BUCKETS_PER_RUN,
    telemetry: createTelemetry(SERVICES.rollUpUsage),
  }),
);
