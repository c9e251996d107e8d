import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../functions/serve-console/handler.ts';
import { readSite } from '../../functions/serve-console/site.ts';
import { httpEvent, lambdaContext } from '../support/http-event.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';

const PAGE = '<!doctype html><title>Reference</title>';
const SCRIPT = 'console.log(1);'.repeat(100);

let directory: string;
let handler: ReturnType<typeof createHandler>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'token-ledger-site-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'reference.html'), PAGE);
  await writeFile(join(directory, 'assets', 'page-1.js'), SCRIPT);
  await writeFile(join(directory, 'assets', 'page-1.js.br'), brotliCompressSync(SCRIPT));
  handler = createHandler({ site: await readSite(directory), telemetry: recordingTelemetry() });
});
afterAll(() => rm(directory, { recursive: true }));

async function get(path: string, headers: Record<string, string> = {}, file?: string) {
  const event = httpEvent({ method: 'GET', path, headers, authorizer: undefined });
  const answer = await handler({ ...event, ...(file && { pathParameters: { file } }) }, lambdaContext());
  return { ...answer, bytes: Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8') };
}
const getAsset = (file: string, headers: Record<string, string> = {}) => get('/assets/{file}', headers, file);

describe('the console', () => {
  it('opens at the reference, with any prefix in its address', async () => {
    expect(await get('/')).toMatchObject({ statusCode: 307, headers: { location: 'reference' } });
  });

  it('lets a page load scripts and answers of its own origin only, and forbids framing', async () => {
    const { statusCode, headers, bytes } = await get('/reference');
    expect([statusCode, bytes.toString()]).toEqual([200, PAGE]);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
    });
    const policy = String(headers?.['content-security-policy']).split('; ');
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "connect-src 'self'"]),
    );
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy.join()).not.toContain('unsafe');
  });

  it('is revalidated each time, and sent only if it changed', async () => {
    const { headers } = await get('/reference');
    expect(headers).toMatchObject({
      'cache-control': 'no-cache',
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
    });
    const again = await get('/reference', { 'if-none-match': String(headers?.['etag']) });
    expect(again).toMatchObject({ statusCode: 304, headers: { 'cache-control': 'no-cache' } });
    expect(again.bytes).toHaveLength(0);
    expect(await get('/reference', { 'if-none-match': '"another"' })).toMatchObject({ statusCode: 200 });
  });

  it('lets assets be cached, because their names change with them', async () => {
    const { statusCode, headers, bytes } = await getAsset('page-1.js');
    expect([statusCode, bytes.toString()]).toEqual([200, SCRIPT]);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    expect(headers).not.toHaveProperty('content-encoding');
  });

  it.each([
    ['br', true],
    ['gzip, deflate, br, zstd', true],
    ['gzip;q=1.0, br ; q=0.5', true],
    ['br;q=0', false],
    ['br;q=0.0', false],
    ['gzip', false],
    ['brotli', false],
    ['', false],
  ])('sends an encoding that is accepted: %j', async (accepted, compressed) => {
    const { headers, bytes } = await getAsset('page-1.js', { 'accept-encoding': accepted });
    expect(headers?.['content-encoding']).toBe(compressed ? 'br' : undefined);
    expect(bytes.equals(compressed ? brotliCompressSync(SCRIPT) : Buffer.from(SCRIPT))).toBe(true);
  });

  it('sends uncompressed files unchanged', async () => {
    const { headers, bytes } = await get('/reference', { 'accept-encoding': 'br' });
    expect(headers).not.toHaveProperty('content-encoding');
    expect(bytes.toString()).toBe(PAGE);
  });

  it.each(['gone.js', 'page-1.js.br', '../reference.html', '../../index.mjs', '', '__proto__'])(
    'serves only its own assets: %j',
    async (file) => {
      const { statusCode, headers, bytes } = await getAsset(file);
      expect([statusCode, headers?.['cache-control']]).toEqual([404, 'no-store']);
      expect(bytes.toString()).toContain('reload its page');
    },
  );

  it('does not start with a file of a kind it cannot name', async () => {
    const other = await mkdtemp(join(tmpdir(), 'token-ledger-site-'));
    await writeFile(join(other, 'page.wasm'), '');
    await expect(readSite(other)).rejects.toThrow('page.wasm');
    await rm(other, { recursive: true });
  });
});
