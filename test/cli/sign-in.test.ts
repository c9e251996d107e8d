import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fakeMachine } from './support/fake-io.ts';

/** A port that no other test uses at the same time; the issuer must allow the redirect to it. */
const PORT = 20_000 + (process.pid % 20_000);
const LEDGER = 'https://ledger.example.com';

/** An issuer that signs everybody in, and checks what the standard has it check. */
async function startIssuer() {
  const codes = new Map<string, { readonly challenge: string; readonly redirect: string }>();
  const grants: string[] = [];
  const revoked: string[] = [];
  let lifetimeSeconds = 3600;
  const server: Server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer());
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const json = (status: number, value: object) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    if (url.pathname === '/.well-known/openid-configuration')
      return json(200, {
        issuer: issuer(),
        authorization_endpoint: `${issuer()}/authorize`,
        token_endpoint: `${issuer()}/token`,
        revocation_endpoint: `${issuer()}/revoke`,
        jwks_uri: `${issuer()}/jwks`,
      });
    if (url.pathname === '/revoke') {
      revoked.push(form.get('token') ?? '');
      return json(200, {});
    }
    if (form.get('grant_type') === 'authorization_code') {
      const code = codes.get(form.get('code') ?? '');
      const proof = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      if (!code || code.challenge !== proof || code.redirect !== form.get('redirect_uri'))
        return json(400, { error: 'invalid_grant', error_description: 'The proof does not match.' });
    } else if (form.get('refresh_token') !== 'refresh-1') return json(400, { error: 'invalid_grant' });
    grants.push(form.get('grant_type') ?? '');
    json(200, {
      access_token: `access-${grants.length}`,
      token_type: 'Bearer',
      expires_in: lifetimeSeconds,
      id_token: idToken(grants.length),
      ...(grants.length === 1 && { refresh_token: 'refresh-1' }),
    });
  }
  const issuer = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const idToken = (serial: number) => {
    const seconds = Math.floor(Date.now() / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = {
      iss: issuer(),
      aud: 'cli',
      sub: 'ada',
      iat: seconds,
      exp: seconds + lifetimeSeconds,
      serial,
    };
    return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`;
  };
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    issuer,
    grants,
    revoked,
    /** From now on, tokens are valid so long. */
    expireAfter: (seconds: number) => {
      lifetimeSeconds = seconds;
    },
    /** What the pages of the issuer do once the person has entered a password. */
    async redirect(address: string, changes: Readonly<Record<string, string>> = {}) {
      const { searchParams } = new URL(address);
      const redirect = searchParams.get('redirect_uri') ?? '';
      codes.set('code-1', { challenge: searchParams.get('code_challenge') ?? '', redirect });
      const state = searchParams.get('state') ?? '';
      const answer = await fetch(
        `${redirect}?${new URLSearchParams({ code: 'code-1', state, ...changes }).toString()}`,
      );
      return { text: await answer.text(), searchParams };
    },
    close: () => server.close(),
  };
}

describe('the sign-in of a person', () => {
  let issuer: Awaited<ReturnType<typeof startIssuer>>;
  const machine = fakeMachine();
  const bearers: (string | null)[] = [];
  let opened: Promise<{ readonly text: string; readonly searchParams: URLSearchParams }> | undefined;

  beforeAll(async () => {
    issuer = await startIssuer();
  });
  afterAll(() => void issuer.close());

  /** The ledger, and the network to the issuer. */
  const network: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    if (!request.url.startsWith(LEDGER)) return fetch(request);
    if (request.url === `${LEDGER}/console.json`)
      return Response.json({
        signIn: { authority: issuer.issuer(), clientId: 'cli', scopes: 'openid email', token: 'id_token' },
      });
    bearers.push(request.headers.get('authorization'));
    return Response.json({ budgets: [] });
  };
  const signIn = (changes: Readonly<Record<string, string>> = {}) =>
    machine.run(`login --url ${LEDGER} --browser --redirect-port ${PORT}`, {
      fetch: network,
      openBrowser: async (address) => {
        opened = issuer.redirect(address, changes);
      },
    });
  const config = () => readFileSync(join(machine.home, '.config', 'token-ledger', 'config.json'), 'utf8');

  it('goes through the browser with a proof key, by what the deployment says, and is kept', async () => {
    expect(await signIn()).toMatchObject({ code: 0 });
    const { text, searchParams } = await (opened ?? Promise.reject(new Error('No browser was opened.')));
    expect(text).toContain('You can close this page');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'cli',
      scope: 'openid email',
      redirect_uri: `http://localhost:${PORT}/callback`,
      code_challenge_method: 'S256',
    });
    expect(JSON.parse(config()).profiles.default.signIn).toMatchObject({
      clientId: 'cli',
      refreshToken: 'refresh-1',
    });
    await machine.run('budgets list', { fetch: network });
    expect(bearers.at(-1)).toMatch(/^Bearer eyJ/);
    expect(issuer.grants).toEqual(['authorization_code']);
  });

  it('is renewed before it expires, once, and kept again', async () => {
    const later = () => Date.now() + 3_590_000;
    issuer.expireAfter(7200);
    await machine.run('budgets list', { fetch: network, nowMs: later });
    await machine.run('budgets list', { fetch: network, nowMs: later });
    expect(issuer.grants).toEqual(['authorization_code', 'refresh_token']);
    expect(new Set(bearers).size).toBe(2);
    expect(JSON.parse(config()).profiles.default.signIn.refreshToken).toBe('refresh-1');
  });

  it('ends at the issuer, too', async () => {
    expect(await machine.run('logout', { fetch: network })).toMatchObject({ code: 0 });
    expect(issuer.revoked).toEqual(['refresh-1']);
    expect(config()).not.toContain('refresh-1');
    expect(await machine.run('budgets list', { fetch: network })).toMatchObject({ code: 3 });
  });

  it.each([
    ['of another sign-in', { state: 'forged' }, 'state'],
    ['that was refused', { error: 'access_denied', error_description: 'Ada may not.' }, 'Ada may not.'],
  ])('does not take an answer %s', async (_, changes, message) => {
    const { code, err } = await signIn(changes);
    expect(code).toBe(3);
    expect(err).toContain(message);
    expect(config()).not.toContain('refreshToken');
  });

  it('says what to do where a deployment has none', async () => {
    const { code, err } = await machine.run(`login --url ${LEDGER} --browser`, {
      fetch: async () => new Response('', { status: 404 }),
    });
    expect(code).toBe(3);
    expect(err).toContain('Name --issuer and --client-id, or use an access key.');
  });
});
