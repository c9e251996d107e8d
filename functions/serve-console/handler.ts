import { matchesTag } from '../shared/http/entity-tag.ts';
import { type HttpAnswer, type HttpEvent, openHttpHandler } from '../shared/http/http-handler.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { CONSOLE_ROUTES } from './contract.ts';
import type { Site, SiteFile } from './site.ts';

export interface ServeConsoleDeps {
  readonly site: Site;
  readonly telemetry: Telemetry;
}

export function createHandler({ site, telemetry }: ServeConsoleDeps) {
  return openHttpHandler(telemetry, async (event) => {
    switch (event.routeKey) {
      case `GET ${CONSOLE_ROUTES.home}`:
        return { statusCode: 307, headers: { location: 'reference' } };
      case `GET ${CONSOLE_ROUTES.reference}`:
        return answerFile(event, site.get('reference.html'), PAGE_HEADERS);
      case `GET ${CONSOLE_ROUTES.asset}`:
        return answerFile(event, site.get(`assets/${event.pathParameters?.['file']}`), ASSET_HEADERS);
      default:
        throw new Error(`The route ${event.routeKey} leads to a function that does not serve it.`);
    }
  });
}

/** Scripts, styles and answers of the deployment itself, and nothing else: whatever slipped into a page could do nothing. */
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

/** The names of assets change with what is in them. */
const ASSET_HEADERS = { 'cache-control': 'public, max-age=31536000, immutable' };

/** A page of an older deployment asks for assets that are gone. */
const NOT_FOUND: HttpAnswer = {
  statusCode: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  bytes: Buffer.from('There is no such file. If the console was updated, reload its page.\n'),
};

function answerFile(
  { headers: asked }: HttpEvent,
  file: SiteFile | undefined,
  headers: Readonly<Record<string, string>>,
): HttpAnswer {
  if (!file) return NOT_FOUND;
  const { etag, contentType, bytes, brotli } = file;
  const validators = { etag, vary: 'accept-encoding', ...headers };
  if (matchesTag(asked['if-none-match'], etag)) return { statusCode: 304, headers: validators };
  const answer = { statusCode: 200, headers: { ...validators, 'content-type': contentType } };
  return brotli && takesBrotli(asked['accept-encoding'])
    ? { ...answer, bytes: brotli, headers: { ...answer.headers, 'content-encoding': 'br' } }
    : { ...answer, bytes };
}

function takesBrotli(acceptEncoding = ''): boolean {
  return acceptEncoding.split(',').some((coding) => /^br\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/.test(coding.trim()));
}
