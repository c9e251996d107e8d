import { describe, expect, it } from '@jest/globals';
import { createHandler } from '../../functions/describe-api/handler.ts';
import { answered } from '../support/answered.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';

const document = { openapi: '3.1.1' };
const handler = createHandler({ document, telemetry: recordingTelemetry() });
const get = (headers: Record<string, string> = {}) =>
  answered(handler, { method: 'GET', path: '/v1/openapi.json', headers, authorizer: undefined });

describe('the OpenAPI document', () => {
  it('is public, and may be cached for a while', async () => {
    const { statusCode, headers, body } = await get();
    expect(statusCode).toBe(200);
    expect(body).toEqual(document);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
    });
  });

  it('is not sent again to a caller that has it', async () => {
    const etag = String((await get()).headers['etag']);
    expect(await get({ 'if-none-match': etag })).toMatchObject({ statusCode: 304, headers: { etag } });
    expect(await get({ 'if-none-match': '"another"' })).toMatchObject({ statusCode: 200 });
  });
});
