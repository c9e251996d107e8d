import {
  createDocumentClient,
  createDynamoExportStore,
  createExportId,
  createS3Client,
  createS3ExportLinks,
  createSqsClient,
  createSqsExportQueue,
} from '@token-ledger/aws';
import { connectAudit } from '../connect/audit.ts';
import { connectShownIds } from '../connect/shown-ids.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const client = createDocumentClient();
const table = { client, ledgerTable: variables.LEDGER_TABLE };

export const handler = createHandler({
  ledger: {
    exports: createDynamoExportStore(table),
    queue: createSqsExportQueue({ client: createSqsClient(), queueUrl: variables.EXPORT_QUEUE_URL }),
    clock: Date.now,
    newId: createExportId,
    exportRetentionDays: variables.EXPORT_RETENTION_DAYS,
  },
  linkTo: createS3ExportLinks({ client: createS3Client(), bucket: variables.EXPORT_BUCKET }),
  shownIdsOf: connectShownIds(table, variables),
  audit: connectAudit(variables, client),
  telemetry: createTelemetry(SERVICES.manageExports),
});
