import { digestOf, unlessUnchanged } from '../shared/http/entity-tag.ts';
import { openHttpHandler } from '../shared/http/http-handler.ts';
import type { Telemetry } from '../shared/telemetry.ts';

export interface DescribeApiDeps {
  /** The OpenAPI document. */
  readonly document: object;
  readonly telemetry: Telemetry;
}

/** How long caches may keep the document before they ask whether it has changed. */
const MAX_AGE_SECONDS = 300;

/** `GET /v1/openapi.json`: the same for every caller, until the next deployment. */
export function createHandler({ document, telemetry }: DescribeApiDeps) {
  const etag = `"${digestOf(document)}"`;
  const headers = { 'cache-control': `public, max-age=${MAX_AGE_SECONDS}` };
  return openHttpHandler(telemetry, async (event) =>
    unlessUnchanged(event, etag, { statusCode: 200, body: document, headers }),
  );
}
