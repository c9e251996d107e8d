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
    maxBuckets: variables.MAX_BUCKETS_PER_RUN,
    telemetry: createTelemetry(SERVICES.rollUpUsage),
  }),
);
