import { createDynamoSigningKeyStore } from '@token-ledger/aws';
import { connectLedger } from '../connect/ledger.ts';
import { connectShownIds } from '../connect/shown-ids.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, settings } = connectLedger(variables);
const signingKeys = createDynamoSigningKeyStore(table);

export const handler = settings.refreshBefore(
  createHandler({
    ledger,
    shownIdsOf: connectShownIds(table, variables),
    lateLimitDays: variables.LATE_LIMIT_DAYS,
    signingKey: () => signingKeys.getOrCreate(),
    telemetry: createTelemetry(SERVICES.queryRecords),
  }),
);
