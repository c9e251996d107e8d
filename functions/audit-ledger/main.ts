import {
  createDynamoQualityStore,
  createDynamoRecordSampler,
  createDynamoSourceStore,
} from '@token-ledger/aws';
import { connectEvents } from '../connect/events.ts';
import { connectLedger } from '../connect/ledger.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, settings } = connectLedger(variables);
const quality = createDynamoQualityStore(table);

export const handler = settings.refreshBefore(
  createHandler({
    // Not a copy: what follows from the settings must be read again each time.
    ledger: Object.assign(ledger, {
      audits: quality,
      sources: createDynamoSourceStore(table),
      sampler: createDynamoRecordSampler({ ...table, recordsTable: variables.RECORDS_TABLE }),
      random: Math.random,
    }),
    statuses: quality,
    events: connectEvents(variables),
    telemetry: createTelemetry(SERVICES.auditLedger),
    rollUpTelemetry: createTelemetry(SERVICES.rollUpUsage),
  }),
);
