import { randomBytes } from 'node:crypto';
import { connectAudit } from '../connect/audit.ts';
import { connectReports } from '../connect/reports.ts';
import { connectShownIds } from '../connect/shown-ids.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { newWebhookSecret } from '../shared/webhooks.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { client, reports, start, schedulerOf } = connectReports(variables);

export const handler = createHandler({
  reports,
  start,
  scheduler: schedulerOf(variables.RUN_REPORT_ARN),
  timeZone: variables.REPORTING_TIME_ZONE,
  newId: () => randomBytes(12).toString('base64url'),
  newWebhookSecret,
  shownIdsOf: connectShownIds({ client, ledgerTable: variables.LEDGER_TABLE }, variables),
  audit: connectAudit(variables, client),
  telemetry: createTelemetry(SERVICES.manageReports),
});
