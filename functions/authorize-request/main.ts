import { createDocumentClient, createDynamoAccessKeyStore } from '@token-ledger/aws';
import { connectAudit } from '../connect/audit.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { connectSignIn } from './connect-sign-in.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const client = createDocumentClient();

export const handler = createHandler({
  accessKeys: createDynamoAccessKeyStore({ client, ledgerTable: variables.LEDGER_TABLE }),
  ...connectSignIn(variables, process.env['AWS_ENDPOINT_URL']),
  rateLimit: { perSecond: variables.CALLER_RATE_LIMIT, burst: variables.CALLER_BURST_LIMIT },
  audit: connectAudit(variables, client),
  clock: Date.now,
  telemetry: createTelemetry(SERVICES.authorizeRequest),
});
