import { createDynamoSigningKeyStore } from '@token-ledger/aws';
import { connectLedger } from '../connect-ledger.ts';
import { connectShownIds } from '../connect-shown-ids.ts';
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, followed } = connectLedger(variables);
const signingKeys = createDynamoSigningKeyStore(table);

export const handler = followed.before(
  createHandler({
    ledger,
    shownIdsOf: connectShownIds(table, variables),
    signingKey: () => signingKeys.getOrCreate(),
    telemetry: createTelemetry(SERVICES.queryRecords),
  }),
);
