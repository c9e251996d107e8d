import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { ProblemError } from '../../../functions/shared/http/problem-error.ts';
import { readJsonBody } from '../../../functions/shared/http/read-json-body.ts';
import { httpEvent } from '../../support/http-event.ts';

const MAX_BYTES = 100;
const VENDOR_JSON = 'application/vnd.token-ledger+json';

interface Body {
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Like the gateway: bytes in base64, texts unchanged. */
async function read({ body, headers = { 'content-type': 'application/json' } }: Body): Promise<unknown> {
  const bytes = Buffer.isBuffer(body);
  return readJsonBody(
    httpEvent({
      method: 'POST',
      path: '/v1/usage',
      headers,
      ...(body !== undefined && { body: bytes ? body.toString('base64') : body }),
      isBase64Encoded: bytes,
    }),
    MAX_BYTES,
  );
}

async function problem(request: Body): Promise<ProblemError> {
  const error: unknown = await read(request).catch((reason: unknown) => reason);
  if (error instanceof ProblemError) return error;
  throw new Error('There was no problem.', { cause: error });
}

const gzipped = (text: string | Buffer, contentType = VENDOR_JSON) => ({
  body: gzipSync(text),
  headers: { 'content-type': contentType, 'content-encoding': 'gzip' },
});

describe('the body of a request', () => {
  it.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    VENDOR_JSON,
  ])('is read with the content type %s', async (contentType) => {
    expect(await read({ body: '{"a":"ü"}', headers: { 'content-type': contentType } })).toEqual({ a: 'ü' });
  });

  it.each([
    {},
    ...['', 'text/plain', 'application/jsonx', 'application/json; charset=latin1'].map((type) => ({
      'content-type': type,
    })),
  ])('is refused with the headers %j', async (headers) => {
    expect((await problem({ body: '{}', headers })).code).toBe('unsupported_media_type');
  });

  it('is read from base64 and from gzip', async () => {
    expect(await read({ body: Buffer.from('{"a":"ü"}') })).toEqual({ a: 'ü' });
    expect(await read(gzipped('{"a":"ü"}'))).toEqual({ a: 'ü' });
    expect(
      await read({ body: '[1]', headers: { 'content-type': VENDOR_JSON, 'content-encoding': 'Identity' } }),
    ).toEqual([1]);
  });

  it('is read if the gateway has already decompressed it', async () => {
    expect(await read({ ...gzipped(''), body: '{"a":1}' })).toEqual({ a: 1 });
  });

  it('is refused with advice if the gateway decoded compressed bytes as text', async () => {
    const request = gzipped('{"a":1}', 'application/json');
    const error = await problem({ ...request, body: request.body.toString('utf8') });
    expect(error.code).toBe('invalid_encoding');
    expect(error.details.detail).toContain(VENDOR_JSON);
  });

  it('has at most so many bytes, not characters', async () => {
    expect(await read({ body: `"${'x'.repeat(98)}"` })).toHaveLength(98);
    expect((await problem({ body: `"${'x'.repeat(99)}"` })).code).toBe('body_too_large');
    expect((await problem({ body: `"${'ü'.repeat(50)}"` })).code).toBe('body_too_large');
  });

  it('unfolds to the maximum size at most, for any size it claims', async () => {
    expect(await read(gzipped(`"${'x'.repeat(98)}"`))).toHaveLength(98);
    expect((await problem(gzipped(`"${'x'.repeat(99)}"`))).code).toBe('body_too_large');
    expect((await problem(gzipped(Buffer.alloc(90_000)))).code).toBe('body_too_large');
    expect((await problem(gzipped(Buffer.alloc(10_000_000)))).code).toBe('body_too_large');
  });

  it.each(['br', 'deflate', 'gzip, gzip', ''])('is refused in the encoding %j', async (encoding) => {
    const headers = { 'content-type': VENDOR_JSON, 'content-encoding': encoding };
    expect((await problem({ body: Buffer.from('{}'), headers })).code).toBe('unsupported_content_encoding');
  });

  it('is refused if it is not gzip or not UTF-8 as declared', async () => {
    expect((await problem({ ...gzipped(''), body: Buffer.from('{}') })).code).toBe('invalid_encoding');
    expect((await problem({ ...gzipped(''), body: gzipSync('{}').subarray(0, 12) })).code).toBe(
      'invalid_encoding',
    );
    expect((await problem({ body: Buffer.of(0x22, 0xff, 0x22) })).code).toBe('invalid_encoding');
  });

  it('is refused with the position of the error, and without the text around it', async () => {
    const error = await problem({ body: '{\n  "text": secret\n}' });
    expect(error.code).toBe('invalid_json');
    expect(error.details.detail).toBe(
      'The body stops being valid JSON at position 12 (line 2, column 11) of 20: a value is expected.',
    );
    expect((await problem({})).code).toBe('invalid_json');
  });
});
