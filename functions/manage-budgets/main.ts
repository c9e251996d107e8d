import { randomBytes } from 'node:crypto';
import { createDynamoAlertStore, createDynamoBudgetStore } from '@token-ledger/aws';
import { connectAudit } from '../connect-audit.ts';
import { connectStatistics } from '../connect-ledger.ts';
import { connectShownIds } from '../connect-shown-ids.ts';
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, followed } = connectStatistics(variables);

export const handler = followed.before(
  createHandler({
    ledger,
    store: { ...createDynamoAlertStore(table), ...createDynamoBudgetStore(table) },
    shownIdsOf: connectShownIds(table, variables),
    newId: ledger.newToken,
    newWebhookSecret: () => `whsec_${randomBytes(32).toString('base64')}`,
    audit: connectAudit(variables, table.client),
    telemetry: createTelemetry(SERVICES.manageBudgets),
  }),
);
