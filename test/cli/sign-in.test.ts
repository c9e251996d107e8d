import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loopbackPort } from '../../scripts/local/loopback-port.ts';
import { fakeMachine } from './support/fake-io.ts';
import { startIssuer } from './support/issuer.ts';

/** The issuer must allow the redirect to it. */
const PORT = await loopbackPort();
const LEDGER = 'https://ledger.example.com';

describe('the sign-in of a person', () => {
  let issuer: Awaited<ReturnType<typeof startIssuer>>;
  const machine = fakeMachine();
  const bearers: (string | null)[] = [];
  let opened: Promise<{ readonly text: string; readonly searchParams: URLSearchParams }> | undefined;

  beforeAll(async () => {
    issuer = await startIssuer();
  });
  afterAll(() => issuer.close());

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
