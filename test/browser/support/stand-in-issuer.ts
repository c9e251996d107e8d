import { AUDIENCE, ISSUER, issueToken } from '../../support/issued-tokens.ts';

/** Somebody who can sign in at the stand-in, with the claims of their token. */
export interface SignedIn {
  readonly name: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** The variables of a deployment whose pool has the pages of `standInIssuer`. */
export const STAND_IN_VARIABLES = {
  OIDC_ISSUER: ISSUER,
  OIDC_CLIENT_ID: AUDIENCE,
  OIDC_SCOPES: 'openid',
  OIDC_TOKEN: 'id_token',
  OIDC_AUDIENCE: '',
  COGNITO_DOMAIN_URL: 'https://pages.example.com',
} as const;

/** An issuer that asks for a name only: its page has a link for each person. Returns undefined for other paths. */
export function standInIssuer(people: readonly SignedIn[], validForSeconds: number) {
  return async (request: Request): Promise<Response | undefined> => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/oauth2/authorize') return signInPage(people, searchParams);
    if (pathname !== '/oauth2/token') return undefined;
    const code = new URLSearchParams(await request.text()).get('code');
    const person = people.find(({ name }) => name === code);
    if (!person) return Response.json({ error: 'invalid_grant' }, { status: 400 });
    const token = await issueToken({ claims: person.claims });
    return Response.json({
      id_token: token,
      access_token: token,
      token_type: 'Bearer',
      expires_in: validForSeconds,
    });
  };
}

function signInPage(people: readonly SignedIn[], asked: URLSearchParams): Response {
  const links = people.map(({ name }) => {
    const back = new URLSearchParams({ code: name, state: asked.get('state') ?? '' });
    return `<a href="${asked.get('redirect_uri')}?${back.toString()}">${name}</a>`;
  });
  return new Response(`<!doctype html><title>Sign in</title>${links.join(' ')}`, {
    headers: { 'content-type': 'text/html' },
  });
}
