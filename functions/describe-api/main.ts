import document from '@token-ledger/contract/openapi.json' with { type: 'json' };
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

readEnvironment(environment, process.env);

export const handler = createHandler({ document, telemetry: createTelemetry(SERVICES.describeApi) });
