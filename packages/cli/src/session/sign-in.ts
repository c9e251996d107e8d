import { createServer } from 'node:http';
import * as oidc from 'openid-client';
import * as z from 'zod/mini';
import { CliError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { changeProfile, type SignIn } from './config-file.ts';

/*
 * The sign-in of a person: OpenID Connect with PKCE, and a redirect to this machine (RFC 8252). Discovery, the proof key and
 * the check of the answer are those of openid-client.
 */

export interface SignInOptions {
  /** The ledger's address. */
  readonly url: string;
  readonly issuer?: string;
  readonly clientId?: string;
  readonly redirectPort: number;
}

const SIGN_IN_WITHIN_MS = 5 * 60_000;
/** A token that ends so soon is renewed before it is sent. */
const RENEW_BEFORE_MS = 60_000;
const REQUEST_TIMEOUT_SECONDS = 15;

/** Signs a person in with the browser. @throws CliError if the deployment has no sign-in, or it does not succeed */
export async function signIn(io: Io, { url, redirectPort, ...chosen }: SignInOptions): Promise<SignIn> {
  const { scopes, audience, ...issuer } = await issuerOf(io, url, chosen);
  const configuration = await configurationOf(io, issuer);
  const redirect = `http://localhost:${redirectPort}/callback`;
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const address = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirect,
    scope: scopes,
    state,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(audience !== undefined && { audience }),
  });
  const callback = await listen(io, redirectPort);
  try {
    io.err(`Sign in in your browser. If it does not open, go to:\n\n  ${address.href}\n\n`);
    await io.openBrowser(address.href);
    const answered = await callback.answered;
    const tokens = await oidc.authorizationCodeGrant(configuration, answered, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      ...(issuer.use === 'id' && { idTokenExpected: true }),
    });
    return kept(io, issuer, tokens);
  } catch (error) {
    if (error instanceof CliError || io.signal.aborted) throw error;
    throw new CliError(`The sign-in did not succeed: ${reasonOf(error)}`, undefined, EXIT.access);
  } finally {
    callback.close();
  }
}

/** A token that is still valid, renewed and kept if need be. */
export async function currentToken(io: Io, profile: string, signIn: SignIn): Promise<string> {
  if (signIn.expiresAt - RENEW_BEFORE_MS > io.nowMs()) return signIn.token;
  const { refreshToken } = signIn;
  if (refreshToken === undefined) throw new Error('The sign-in has expired.');
  const configuration = await configurationOf(io, signIn);
  const tokens = await oidc.refreshTokenGrant(configuration, refreshToken);
  const renewed = kept(io, signIn, tokens);
  await changeProfile(io, profile, (stored) => stored && { ...stored, signIn: renewed });
  return renewed.token;
}

/** Ends the sign-in at the issuer, too, where it can. The tokens are forgotten in any case. */
export async function revoke(io: Io, signIn: SignIn): Promise<void> {
  try {
    await oidc.tokenRevocation(await configurationOf(io, signIn), signIn.refreshToken ?? signIn.token);
  } catch {
    io.err('The issuer could not be asked to end the sign-in; it ends by itself.\n');
  }
}

/** How pages of the deployment sign people in; the command does the same. */
const settingsSchema = z.object({
  signIn: z.object({
    authority: z.string(),
    clientId: z.string(),
    scopes: z.string(),
    token: z.enum(['id_token', 'access_token']),
    audience: z.exactOptional(z.string()),
    endpoints: z.exactOptional(
      z.object({ authorization: z.string(), token: z.string(), revocation: z.string() }),
    ),
  }),
});

type Endpoints = NonNullable<SignIn['endpoints']>;
type Issuer = Pick<SignIn, 'issuer' | 'clientId' | 'use' | 'endpoints'> & {
  readonly scopes: string;
  readonly audience?: string;
};

async function issuerOf(
  io: Io,
  url: string,
  { issuer, clientId }: Pick<SignInOptions, 'issuer' | 'clientId'>,
): Promise<Issuer> {
  if (issuer !== undefined && clientId !== undefined)
    return { issuer, clientId, scopes: 'openid email profile', use: 'id' };
  const response = await io.fetch(`${url}/console.json`, { signal: io.signal }).catch(() => undefined);
  const found = z.safeParse(settingsSchema, response?.ok ? await response.json().catch(() => null) : null);
  if (!found.success)
    throw new CliError(
      'The deployment does not say how people sign in.',
      'Name --issuer and --client-id, or use an access key.',
      EXIT.access,
    );
  const { authority, scopes, token, audience, endpoints, ...settings } = found.data.signIn;
  return {
    issuer: issuer ?? authority,
    clientId: clientId ?? settings.clientId,
    scopes,
    use: token === 'id_token' ? 'id' : 'access',
    ...(audience !== undefined && { audience }),
    ...(endpoints && issuer === undefined && { endpoints: absolute(endpoints, url) }),
  };
}

/** They may be relative to the pages of the deployment. */
function absolute({ authorization, token, revocation }: Endpoints, url: string): Endpoints {
  const of = (endpoint: string) => new URL(endpoint, `${url}/`).href;
  return { authorization: of(authorization), token: of(token), revocation: of(revocation) };
}

async function configurationOf(
  io: Io,
  { issuer, clientId, endpoints }: Pick<SignIn, 'issuer' | 'clientId' | 'endpoints'>,
): Promise<oidc.Configuration> {
  const configuration = endpoints
    ? new oidc.Configuration(
        {
          issuer,
          authorization_endpoint: endpoints.authorization,
          token_endpoint: endpoints.token,
          revocation_endpoint: endpoints.revocation,
        },
        clientId,
        undefined,
        oidc.None(),
      )
    : await oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), {
        [oidc.customFetch]: io.fetch as oidc.CustomFetch,
        timeout: REQUEST_TIMEOUT_SECONDS,
        ...(isLoopback(issuer) && { execute: [inClearText] }),
      });
  configuration[oidc.customFetch] = io.fetch as oidc.CustomFetch;
  configuration.timeout = REQUEST_TIMEOUT_SECONDS;
  if (isLoopback(endpoints?.token ?? issuer)) inClearText(configuration);
  return configuration;
}

// Marked as deprecated by its library only to stand out. It must be this very function, which discovery looks for.
// oxlint-disable-next-line typescript/no-deprecated
const inClearText: (configuration: oidc.Configuration) => void = oidc.allowInsecureRequests;

/** Only on this machine may tokens travel in clear text: the emulator and tests have no certificate. */
function isLoopback(address: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+)$/.test(new URL(address).hostname);
}

type Tokens = Pick<oidc.TokenEndpointResponse, 'access_token' | 'expires_in' | 'id_token' | 'refresh_token'>;

/** What is kept of an answer. A renewal may leave out what does not change. */
function kept(
  io: Io,
  before: Pick<SignIn, 'issuer' | 'clientId' | 'use' | 'endpoints'> & Partial<SignIn>,
  tokens: Tokens,
): SignIn {
  const { issuer, clientId, use, endpoints } = before;
  const token = use === 'id' ? tokens.id_token : tokens.access_token;
  if (token === undefined)
    throw new CliError('The issuer sent no ID token.', 'Sign in again: token-ledger login.', EXIT.access);
  const refreshToken = tokens.refresh_token ?? before.refreshToken;
  const expiresAt = use === 'id' ? expiryOf(token) : io.nowMs() + (tokens.expires_in ?? 0) * 1000;
  return {
    issuer,
    clientId,
    use,
    token,
    expiresAt,
    ...(endpoints && { endpoints }),
    ...(refreshToken !== undefined && { refreshToken }),
  };
}

function expiryOf(token: string): number {
  const [, payload = ''] = token.split('.');
  const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly exp: number };
  return exp * 1000;
}

/** Waits for the browser on the loopback interface, for one answer. */
async function listen(io: Io, port: number) {
  const answer = Promise.withResolvers<URL>();
  // An answer may come while nobody waits for it yet.
  answer.promise.catch(() => undefined);
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '/', `http://localhost:${port}`);
    const isAnswer = request.method === 'GET' && address.pathname === '/callback';
    response.writeHead(isAnswer ? 200 : 404, {
      'content-type': 'text/plain; charset=utf-8',
      connection: 'close',
    });
    response.end(
      isAnswer ? 'You can close this page, and continue in the terminal.\n' : 'There is nothing here.\n',
    );
    if (isAnswer) answer.resolve(address);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new CliError(
              `Port ${port} of this machine is in use.`,
              'Choose another one: --redirect-port. The issuer must allow it, too.',
            )
          : cause,
      ),
    );
    server.listen(port, 'localhost', resolve);
  });
  const giveUp = (reason: Error) => answer.reject(reason);
  const timer = setTimeout(
    () => giveUp(new CliError('Nobody signed in within five minutes.', undefined, EXIT.access)),
    SIGN_IN_WITHIN_MS,
  );
  const onAbort = () => giveUp(io.signal.reason as Error);
  io.signal.addEventListener('abort', onAbort, { once: true });
  return {
    answered: answer.promise,
    close() {
      clearTimeout(timer);
      io.signal.removeEventListener('abort', onAbort);
      server.closeAllConnections();
      server.close();
    },
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof oidc.AuthorizationResponseError) return error.error_description ?? error.error;
  return error instanceof Error ? error.message : String(error);
}
