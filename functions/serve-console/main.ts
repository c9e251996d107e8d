import { join } from 'node:path';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { consoleSettings } from './console-settings.ts';
import { environment, SITE_FOLDER } from './contract.ts';
import { createHandler } from './handler.ts';
import { readSite } from './site.ts';

const variables = readEnvironment(environment, process.env);

export const handler = createHandler({
  site: readSite(join(import.meta.dirname, SITE_FOLDER)),
  settings: consoleSettings(variables, process.env['AWS_ENDPOINT_URL']),
  telemetry: createTelemetry(SERVICES.serveConsole),
});
