import { setTimeout } from 'node:timers/promises';
import { createLambdaClient, createLambdaRollUpStarter } from '@token-ledger/aws';
import { connectAudit } from '../connect/audit.ts';
import { connectStatistics } from '../connect/ledger.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, settings } = connectStatistics(variables);

export const handler = settings.refreshBefore(
  createHandler({
    ledger,
    startRollUp: createLambdaRollUpStarter(createLambdaClient(), variables.ROLL_UP_FUNCTION),
    pause: (ms) => setTimeout(ms),
    audit: connectAudit(variables, table.client),
    telemetry: createTelemetry(SERVICES.rebuildUsage),
  }),
);
