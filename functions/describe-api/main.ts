import document from '@token-ledger/contract/openapi.json' with { type: 'json' };
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

readEnvironment(environment, process.env);

export const handler = createHandler({ document, telemetry: createTelemetry(SERVICES.describeApi) });
