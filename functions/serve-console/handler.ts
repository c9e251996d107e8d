import { unlessUnchanged } from '../shared/http/entity-tag.ts';
import { type HttpAnswer, type HttpEvent, openHttpHandler } from '../shared/http/http-handler.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { type ConsoleSettings, signInOrigin } from './console-settings.ts';
import { CONSOLE_ROUTES } from './contract.ts';
import type { Site, SiteFile } from './site.ts';

export interface ServeConsoleDeps {
  readonly site: Site;
  readonly settings: ConsoleSettings;
  readonly telemetry: Telemetry;
}

type Route = keyof typeof CONSOLE_ROUTES;

export function createHandler({ site, settings, telemetry }: ServeConsoleDeps) {
  const pageHeaders = headersOfPages(settings);
  const page = (name: string) => (event: HttpEvent) => answerFile(event, site.get(name), pageHeaders);
  const answers: Readonly<Record<Route, (event: HttpEvent) => HttpAnswer>> = {
    home: page('index.html'),
    reference: page('reference.html'),
    settings: () => ({ statusCode: 200, body: settings, headers: { 'cache-control': 'no-cache' } }),
    asset: (event) => answerFile(event, site.get(`assets/${event.pathParameters?.['file']}`), ASSET_HEADERS),
  };
  const byRouteKey = new Map(
    Object.entries(answers).map(([name, answer]) => [`GET ${CONSOLE_ROUTES[name as Route]}`, answer]),
  );
  return openHttpHandler(telemetry, async (event) => {
    const answer = byRouteKey.get(event.routeKey);
    if (answer) return answer(event);
    throw new Error(`The route ${event.routeKey} leads to serve-console, which does not serve it.`);
  });
}

/**
 * A page loads scripts, styles and answers of its own deployment only, so that injected markup could do nothing. The one other
 * origin is that of the issuer, if people sign in there.
 */
function headersOfPages(settings: ConsoleSettings): Readonly<Record<string, string>> {
  const connections = ["'self'", signInOrigin(settings)].filter((origin) => origin !== undefined);
  return {
    'cache-control': 'no-cache',
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `connect-src ${connections.join(' ')}`,
      // Fonts and icons within style sheets.
      "font-src 'self' data:",
      "img-src 'self' data:",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
  };
}

/** The name of an asset changes with its content. */
const ASSET_HEADERS = { 'cache-control': 'public, max-age=31536000, immutable' };

/** A page of an earlier deployment asks for assets that no longer exist. */
const NOT_FOUND: HttpAnswer = {
  statusCode: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  bytes: Buffer.from('There is no such file. If the console was updated, reload its page.\n'),
};

function answerFile(
  event: HttpEvent,
  file: SiteFile | undefined,
  headers: Readonly<Record<string, string>>,
): HttpAnswer {
  if (!file) return NOT_FOUND;
  const { etag, contentType, bytes, brotli } = file;
  const compressed = brotli && takesBrotli(event.headers['accept-encoding']) ? brotli : undefined;
  return unlessUnchanged(event, etag, {
    statusCode: 200,
    bytes: compressed ?? bytes,
    headers: {
      ...headers,
      vary: 'accept-encoding',
      'content-type': contentType,
      ...(compressed && { 'content-encoding': 'br' }),
    },
  });
}

function takesBrotli(acceptEncoding = ''): boolean {
  return acceptEncoding.split(',').some((coding) => /^br\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/.test(coding.trim()));
}
