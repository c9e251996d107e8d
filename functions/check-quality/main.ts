import {
  createDynamoQualityStore,
  createDynamoRecordSampler,
  createDynamoRecordStore,
  createDynamoSigningKeyStore,
  createDynamoSourceStore,
  createDynamoWitnessStore,
} from '@token-ledger/aws';
import type { RecordKey } from '@token-ledger/core';
import { connectStatistics } from '../connect/ledger.ts';
import { connectShownIds } from '../connect/shown-ids.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createReadSources } from '../shared/silent-sources.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, settings } = connectStatistics(variables);
const records = {
  ...table,
  recordsTable: variables.RECORDS_TABLE,
  retention: () => settings.current(),
};
const signingKeys = createDynamoSigningKeyStore(table);
const recordStore = createDynamoRecordStore(records);

export const handler = settings.refreshBefore(
  createHandler({
    // Not a copy: what follows from the settings must be read again each time.
    ledger: Object.assign(ledger, {
      store: { ...ledger.store, getRecord: (key: RecordKey) => recordStore.getRecord(key) },
      sampler: createDynamoRecordSampler(records),
      witnesses: createDynamoWitnessStore(table),
      random: Math.random,
    }),
    audits: createDynamoQualityStore(table),
    sources: createReadSources(createDynamoSourceStore(table), variables.SILENT_SOURCE_MINUTES),
    shownIdsOf: connectShownIds(table, variables),
    signingKey: () => signingKeys.getOrCreate(),
    telemetry: createTelemetry(SERVICES.checkQuality),
  }),
);
