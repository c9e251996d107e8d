import { unlessUnchanged } from '../shared/http/entity-tag.ts';
import { type HttpAnswer, type HttpEvent, openHttpHandler } from '../shared/http/http-handler.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { CONSOLE_ROUTES } from './contract.ts';
import type { Site, SiteFile } from './site.ts';

export interface ServeConsoleDeps {
  readonly site: Site;
  readonly telemetry: Telemetry;
}

type Route = keyof typeof CONSOLE_ROUTES;

const ANSWERS: Readonly<Record<Route, (site: Site, event: HttpEvent) => HttpAnswer>> = {
  home: () => ({ statusCode: 307, headers: { location: 'reference' } }),
  reference: (site, event) => answerFile(event, site.get('reference.html'), PAGE_HEADERS),
  asset: (site, event) =>
    answerFile(event, site.get(`assets/${event.pathParameters?.['file']}`), ASSET_HEADERS),
};

export function createHandler({ site, telemetry }: ServeConsoleDeps) {
  const byRouteKey = new Map(
    Object.entries(ANSWERS).map(([name, answer]) => [`GET ${CONSOLE_ROUTES[name as Route]}`, answer]),
  );
  return openHttpHandler(telemetry, async (event) => {
    const answer = byRouteKey.get(event.routeKey);
    if (answer) return answer(site, event);
    throw new Error(`The route ${event.routeKey} leads to serve-console, which does not serve it.`);
  });
}

/** A page loads scripts, styles and answers of its own deployment only, so that injected markup could do nothing. */
const PAGE_HEADERS = {
  'cache-control': 'no-cache',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    // Fonts and icons within style sheets.
    "font-src 'self' data:",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
};

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
