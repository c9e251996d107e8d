import { createDynamoSigningKeyStore } from '@token-ledger/aws';
import { connectStatistics } from '../connect/ledger.ts';
import { connectShownIds } from '../connect/shown-ids.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';
import { createListCache } from './list-cache.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, settings } = connectStatistics(variables);
const signingKeys = createDynamoSigningKeyStore(table);

export const handler = settings.refreshBefore(
  createHandler({
    ledger: Object.assign(ledger, { listCache: createListCache() }),
    shownIdsOf: connectShownIds(table, variables),
    signingKey: () => signingKeys.getOrCreate(),
    cacheTtlSeconds: variables.CACHE_TTL_SECONDS,
    telemetry: createTelemetry(SERVICES.queryUsage),
  }),
);
