import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import {
  createDynamoExportStore,
  createS3Client,
  createS3ExportFiles,
  createSqsClient,
  createSqsExportQueue,
  createSqsRunQueue,
} from '@token-ledger/aws';
import { connectEvents } from '../connect/events.ts';
import { connectStatistics } from '../connect/ledger.ts';
import { connectNames, connectPseudonyms } from '../connect/shown-ids.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';
import { createSpreadsheet } from './spreadsheets.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, settings } = connectStatistics(variables);
const queues = createSqsClient();

export const handler = settings.refreshBefore(
  createHandler({
    // Not a copy: what follows from the settings must be read again each time.
    ledger: Object.assign(ledger, {
      exports: createDynamoExportStore(table),
      files: createS3ExportFiles({ client: createS3Client(), bucket: variables.EXPORT_BUCKET }),
      compress: promisify<Uint8Array, Uint8Array>(gzip),
      spreadsheets: createSpreadsheet,
      readNames: connectNames(table),
      pseudonyms: connectPseudonyms(table),
    }),
    queue: createSqsExportQueue({ client: queues, queueUrl: variables.EXPORT_QUEUE_URL }),
    runs: createSqsRunQueue({ client: queues, queueUrl: variables.NOTIFICATION_QUEUE_URL }),
    events: connectEvents(variables, queues),
    telemetry: createTelemetry(SERVICES.writeExport),
    maxReceives: variables.MAX_RECEIVES,
  }),
);
