import { createDynamoSourceStore, createDynamoWitnessStore } from '@token-ledger/aws';
import { connectDisabledIds } from '../connect/disabled-ids.ts';
import { connectEvents } from '../connect/events.ts';
import { connectRecording } from '../connect/ledger.ts';
import { admissionLimits, readEnvironment } from '../shared/environment.ts';
import { createHearSources } from '../shared/hear-sources.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, settings } = connectRecording(variables);
const telemetry = createTelemetry(SERVICES.recordUsage);

export const handler = settings.refreshBefore(
  createHandler({
    ledger,
    witnesses: createDynamoWitnessStore(table),
    limits: admissionLimits(variables),
    defaultAccessKeys: variables.DEFAULT_ACCESS_KEYS,
    disabledIds: connectDisabledIds(table, telemetry),
    events: connectEvents(variables),
    hearSources: createHearSources({ store: createDynamoSourceStore(table), logger: telemetry.logger }),
    qualityMetrics: variables.QUALITY_METRICS,
    telemetry,
  }),
);
