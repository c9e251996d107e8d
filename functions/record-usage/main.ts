import { createDynamoDisabledIdsStore } from '@token-ledger/aws';
import { connectRecording } from '../connect-ledger.ts';
import { cachedDisabledIds } from '../disabled-ids.ts';
import { admissionLimits, readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, followed } = connectRecording(variables);
const telemetry = createTelemetry(SERVICES.recordUsage);

export const handler = followed.before(
  createHandler({
    ledger,
    limits: admissionLimits(variables),
    disabledIds: cachedDisabledIds({
      store: createDynamoDisabledIdsStore(table),
      clock: Date.now,
      logger: telemetry.logger,
    }),
    qualityMetrics: variables.QUALITY_METRICS,
    telemetry,
  }),
);
