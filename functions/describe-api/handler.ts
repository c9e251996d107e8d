import { createHash } from 'node:crypto';
import { matchesTag } from '../shared/http/entity-tag.ts';
import { openHttpHandler } from '../shared/http/http-handler.ts';
import type { Telemetry } from '../shared/telemetry.ts';

export interface DescribeApiDeps {
  /** The OpenAPI document. */
  readonly document: object;
  readonly telemetry: Telemetry;
}

/** How long anybody may keep the document without asking whether it is still the same. */
const MAX_AGE_SECONDS = 300;

/** `GET /v1/openapi.json`: the same for everybody, until the next deployment. */
export function createHandler({ document, telemetry }: DescribeApiDeps) {
  const digest = createHash('sha256').update(JSON.stringify(document)).digest('base64url');
  const etag = `"${digest.slice(0, 22)}"`;
  const headers = { 'cache-control': `public, max-age=${MAX_AGE_SECONDS}`, etag };
  return openHttpHandler(telemetry, async (event) =>
    matchesTag(event.headers['if-none-match'], etag)
      ? { statusCode: 304, headers }
      : { statusCode: 200, body: document, headers },
  );
}
