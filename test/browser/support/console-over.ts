import { consoleSettings } from '../../../functions/serve-console/console-settings.ts';
import { CONSOLE_ROUTES } from '../../../functions/serve-console/contract.ts';
import { createHandler as createServeConsole } from '../../../functions/serve-console/handler.ts';
import { readSite } from '../../../functions/serve-console/site.ts';
import { httpEvent, lambdaContext } from '../../support/http-event.ts';
import { recordingTelemetry } from '../../support/recording-telemetry.ts';
import { responseOf } from './behind-authorizer.ts';
import type { Answer } from './listen.ts';
import { type SignedIn, STAND_IN_VARIABLES, standInIssuer } from './stand-in-issuer.ts';

const EMULATED = 'http://emulator.invalid';
const HOUR_SECONDS = 3600;

/** The console, served by its own function, over an API; people sign in at a stand-in of the user pool. */
export async function consoleOver(
  directory: string,
  api: Answer,
  people: readonly SignedIn[],
): Promise<Answer> {
  const variables = { STAGE: 'dev', REPORTING_TIME_ZONE: 'UTC', GATEWAY_URL: '', ...STAND_IN_VARIABLES };
  const serve = createServeConsole({
    site: readSite(directory),
    settings: consoleSettings(variables, EMULATED),
    telemetry: recordingTelemetry(),
  });
  const issuer = standInIssuer(people, HOUR_SECONDS);
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/v1/')) return api(request);
    const file = /^\/assets\/(?<file>[^/]+)$/.exec(pathname)?.groups?.['file'];
    const path = file === undefined ? pathname : CONSOLE_ROUTES.asset;
    if (!Object.values<string>(CONSOLE_ROUTES).includes(path))
      return (await issuer(request)) ?? new Response(null, { status: 404 });
    const headers = Object.fromEntries(request.headers);
    const event = httpEvent({ method: 'GET', path, headers, pathParameters: { file: file ?? '' } });
    return responseOf(await serve(event, lambdaContext()));
  };
}
