import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { errors, jwtVerify } from 'jose';
import { issuerKeys } from '../../functions/authorize-request/issuer-keys.ts';
import { ISSUER, issueToken, publicKeys } from '../support/issued-tokens.ts';
import { NOON } from '../support/records.ts';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** An issuer on this machine; `answer` may replace its response. */
async function startIssuer(answer: (path: string, response: ServerResponse) => boolean = () => false) {
  const requests: string[] = [];
  let base = '';
  const server = createServer((request: IncomingMessage, response) => {
    const path = request.url ?? '';
    requests.push(path);
    if (answer(path, response)) return;
    const document = path.endsWith('/keys') ? publicKeys : { issuer: ISSUER, jwks_uri: `${base}/keys` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close().closeAllConnections());
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { base, requests };
}

const verify = async (keys: ReturnType<typeof issuerKeys>, header = {}) =>
  jwtVerify(await issueToken({ header }), keys, { currentDate: new Date(NOON) });

describe('the keys of an issuer', () => {
  it('are discovered with the first token, and cached', async () => {
    const { base, requests } = await startIssuer();
    const keys = issuerKeys(ISSUER, base);
    expect(requests).toEqual([]);
    for (let count = 0; count < 3; count += 1) {
      expect((await verify(keys)).payload.sub).toBe('subject-1');
    }
    expect(requests).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  it('are not requested again for every unknown key that a caller makes up', async () => {
    const { base, requests } = await startIssuer();
    const keys = issuerKeys(ISSUER, base);
    for (let count = 0; count < 5; count += 1) {
      await expect(verify(keys, { kid: `made up ${count}` })).rejects.toThrow(errors.JWKSNoMatchingKey);
    }
    expect(requests).toHaveLength(2);
  });

  it('are requested again after a failure', async () => {
    let isBroken = true;
    const { base } = await startIssuer((_, response) => {
      if (isBroken) response.writeHead(503).end();
      return isBroken;
    });
    const keys = issuerKeys(ISSUER, base);
    await expect(verify(keys)).rejects.toThrow('answered 503');
    isBroken = false;
    expect((await verify(keys)).payload.sub).toBe('subject-1');
  });

  it('are refused from an issuer with another name', async () => {
    const { base } = await startIssuer();
    await expect(verify(issuerKeys('https://other.example.com', base))).rejects.toThrow('another issuer');
  });

  it('are not fetched from where the issuer redirects', async () => {
    const { base, requests } = await startIssuer((path, response) => {
      if (path === '/elsewhere') return false;
      response.writeHead(302, { location: '/elsewhere' }).end();
      return true;
    });
    await expect(verify(issuerKeys(ISSUER, base))).rejects.toThrow('fetch failed');
    expect(requests).toEqual(['/.well-known/openid-configuration']);
  });

  it('are fetched only by https, unless the whole issuer is an emulated one', async () => {
    const { base } = await startIssuer((path, response) => {
      const document = { issuer: base, jwks_uri: `${base}/keys` };
      if (!path.endsWith('/keys')) response.end(JSON.stringify(document));
      return !path.endsWith('/keys');
    });
    await expect(verify(issuerKeys(base))).rejects.toThrow('not at https');
  });
});
