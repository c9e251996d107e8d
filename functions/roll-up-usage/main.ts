import { createDynamoQualityStore, createDynamoSourceStore } from '@token-ledger/aws';
import { SHIPPED_PRICE_BOOK, withModelAliases } from '@token-ledger/core';
import { connectEvents } from '../connect/events.ts';
import { connectStatistics } from '../connect/ledger.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createReadSources } from '../shared/silent-sources.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { createAnnounceAggregations } from './announce-aggregations.ts';
import { createAnnounceSilence } from './announce-silence.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, settings } = connectStatistics(variables);
const events = connectEvents(variables);

export const handler = settings.refreshBefore(
  createHandler({
    // Not a copy: what follows from the settings must be read again each time.
    ledger: Object.assign(ledger, { announce: createAnnounceAggregations(events) }),
    shippedPrices: withModelAliases(SHIPPED_PRICE_BOOK, variables.MODEL_ALIASES),
    sources: createReadSources(createDynamoSourceStore(table), variables.SILENT_SOURCE_MINUTES),
    announceSilence: createAnnounceSilence({
      events,
      statuses: createDynamoQualityStore(table),
      clock: Date.now,
    }),
    maxBuckets: variables.MAX_BUCKETS_PER_RUN,
    telemetry: createTelemetry(SERVICES.rollUpUsage),
  }),
);
