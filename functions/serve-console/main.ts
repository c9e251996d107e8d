import { join } from 'node:path';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment, SITE_FOLDER } from './contract.ts';
import { createHandler } from './handler.ts';
import { readSite } from './site.ts';

readEnvironment(environment, process.env);

export const handler = createHandler({
  site: await readSite(join(import.meta.dirname, SITE_FOLDER)),
  telemetry: createTelemetry(SERVICES.serveConsole),
});
