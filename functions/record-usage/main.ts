import { connectRecording } from '../connect-ledger.ts';
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, followed } = connectRecording(variables);

export const handler = followed.before(
  createHandler({
    ledger,
    limits: { lateLimitDays: variables.LATE_LIMIT_DAYS },
    qualityMetrics: variables.QUALITY_METRICS,
    telemetry: createTelemetry(SERVICES.recordUsage),
  }),
);
