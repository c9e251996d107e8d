import { connectAudit } from '../connect-audit.ts';
import { connectStatistics } from '../connect-ledger.ts';
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
    audit: connectAudit(variables, table.client),
    telemetry: createTelemetry(SERVICES.rebuildUsage),
  }),
);
