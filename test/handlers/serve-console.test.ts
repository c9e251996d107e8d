import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { consoleSettings } from '../../functions/serve-console/console-settings.ts';
import { createHandler } from '../../functions/serve-console/handler.ts';
import { readSite } from '../../functions/serve-console/site.ts';
import { httpEvent, lambdaContext } from '../support/http-event.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';

const HOME = '<!doctype html><title>Console</title>';
const PAGE = '<!doctype html><title>Reference</title>';
const SCRIPT = 'console.log(1);'.repeat(100);

const VARIABLES = {
  STAGE: 'prod',
  REPORTING_TIME_ZONE: 'Europe/Berlin',
  GATEWAY_URL: '',
  OIDC_ISSUER: '',
  OIDC_CLIENT_ID: '',
  OIDC_SCOPES: '',
  OIDC_TOKEN: 'id_token',
  OIDC_AUDIENCE: '',
  COGNITO_DOMAIN_URL: '',
} as const;
const COGNITO = {
  ...VARIABLES,
  OIDC_ISSUER: 'https://cognito-idp.eu-central-1.amazonaws.com/pool',
  OIDC_CLIENT_ID: 'client',
  OIDC_SCOPES: 'openid email',
  COGNITO_DOMAIN_URL: 'https://pages.auth.eu-central-1.amazoncognito.com',
} as const;

async function handlerWith(variables: Parameters<typeof consoleSettings>[0], awsEndpoint?: string) {
  return createHandler({
    site: readSite(directory),
    settings: consoleSettings(variables, awsEndpoint),
    telemetry: recordingTelemetry(),
  });
}

let directory: string;
let handler: ReturnType<typeof createHandler>;
beforeEach(async () => {
  handler = await handlerWith(VARIABLES);
});
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'token-ledger-site-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), HOME);
  await writeFile(join(directory, 'reference.html'), PAGE);
  await writeFile(join(directory, 'assets', 'page-1.js'), SCRIPT);
  await writeFile(join(directory, 'assets', 'page-1.js.br'), brotliCompressSync(SCRIPT));
});
afterAll(() => rm(directory, { recursive: true }));

async function get(path: string, headers: Record<string, string> = {}, file?: string) {
  const event = httpEvent({ method: 'GET', path, headers, authorizer: undefined });
  const answer = await handler({ ...event, ...(file && { pathParameters: { file } }) }, lambdaContext());
  return { ...answer, bytes: Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8') };
}
/** What the policy of a page lets it connect to. */
async function connectSources(): Promise<string | undefined> {
  const { headers } = await get('/');
  return /connect-src ([^;]*);/.exec(String(headers?.['content-security-policy']))?.[1];
}
const getAsset = (file: string, headers: Record<string, string> = {}) => get('/assets/{file}', headers, file);

describe('the console', () => {
  it('opens at the root', async () => {
    const { statusCode, bytes } = await get('/');
    expect([statusCode, bytes.toString()]).toEqual([200, HOME]);
  });

  it('describes its deployment to everyone, without anything that is absent', async () => {
    const { statusCode, headers, body } = await get('/console.json');
    expect(JSON.parse(String(body))).toEqual({ stage: 'prod', reportingTimeZone: 'Europe/Berlin' });
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-cache' });
  });

  it('signs in with Cognito, whose pages are the one other origin that it may send requests to', async () => {
    handler = await handlerWith(COGNITO);
    const { body } = await get('/console.json');
    expect(JSON.parse(String(body)).signIn).toEqual({
      authority: COGNITO.OIDC_ISSUER,
      clientId: 'client',
      scopes: 'openid email',
      token: 'id_token',
      endpoints: {
        authorization: `${COGNITO.COGNITO_DOMAIN_URL}/oauth2/authorize`,
        token: `${COGNITO.COGNITO_DOMAIN_URL}/oauth2/token`,
        revocation: `${COGNITO.COGNITO_DOMAIN_URL}/oauth2/revoke`,
        logout: `${COGNITO.COGNITO_DOMAIN_URL}/logout`,
      },
    });
    expect(await connectSources()).toBe(`'self' ${COGNITO.COGNITO_DOMAIN_URL}`);
  });

  it('finds the pages of an emulator at its own origin', async () => {
    handler = await handlerWith(COGNITO, 'http://127.0.0.1:4566');
    const { body } = await get('/console.json');
    expect(JSON.parse(String(body))).toMatchObject({ isEmulated: true });
    expect(JSON.parse(String(body)).signIn.endpoints.token).toBe('/oauth2/token');
    expect(await connectSources()).toBe("'self'");
  });

  it('signs in with the issuer of the company, which it may ask for its endpoints', async () => {
    const issuer = 'https://id.example.com/tenant';
    handler = await handlerWith({ ...VARIABLES, OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'ledger' });
    const { body } = await get('/console.json');
    expect(JSON.parse(String(body)).signIn).toMatchObject({ authority: issuer, audience: 'ledger' });
    expect(await connectSources()).toBe("'self' https://id.example.com");
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
    expect(() => readSite(other)).toThrow('page.wasm');
    await rm(other, { recursive: true });
  });
});
