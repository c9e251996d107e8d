import { createDynamoAlertStore, createDynamoBudgetStore } from '@token-ledger/aws';
import { connectAudit } from '../connect/audit.ts';
import { connectStatistics } from '../connect/ledger.ts';
import { connectShownIds } from '../connect/shown-ids.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { newWebhookSecret } from '../shared/webhooks.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, settings } = connectStatistics(variables);

export const handler = settings.refreshBefore(
  createHandler({
    ledger,
    store: { ...createDynamoAlertStore(table), ...createDynamoBudgetStore(table) },
    shownIdsOf: connectShownIds(table, variables),
    newId: ledger.newToken,
    newWebhookSecret,
    audit: connectAudit(variables, table.client),
    telemetry: createTelemetry(SERVICES.manageBudgets),
  }),
);
