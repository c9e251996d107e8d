import {
  createDocumentClient,
  createDynamoRecordStore,
  createDynamoWitnessStore,
  createSqsClient,
  createSqsMessageSender,
} from '@token-ledger/aws';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const client = createDocumentClient();

export const handler = createHandler({
  records: createDynamoRecordStore({
    client,
    recordsTable: variables.RECORDS_TABLE,
    retention: () => {
      throw new Error('This function looks records up and writes none.');
    },
  }),
  witnesses: createDynamoWitnessStore({ client, ledgerTable: variables.LEDGER_TABLE }),
  sendUsage: createSqsMessageSender({ client: createSqsClient(), queueUrl: variables.LIVE_QUEUE_URL }),
  telemetry: createTelemetry(SERVICES.witnessSpans),
});
