import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An issuer that signs everybody in, and checks what the standard has it check. */
export async function startIssuer() {
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
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
