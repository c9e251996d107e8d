import type { QueryClient as Queries } from '@tanstack/react-query';
import { type components, LedgerProblem, type QueryClient } from '@token-ledger/client/query';
import { homeUrl } from '../app/settings.ts';
import { createApi } from './api.ts';
import { pastCache } from './past-cache.ts';
import { createQueries } from './queries.ts';

type Me = components['schemas']['Caller'];
/** An operation of the API, by its `operationId`. */
export type OperationName = Me['operations'][number];

/** Where the credentials come from. They stay in the memory of the page. */
export interface Credentials {
  /** What the issuer calls the person, such as the address. */
  readonly name?: string | undefined;
  /** @throws if the sign-in is over */
  readonly bearer: () => Promise<string>;
  /** Ends the sign-in. May leave the page. */
  readonly signOut: () => Promise<void>;
}

/** Signs people in by OpenID Connect, with the authorization code flow and PKCE. */
export interface SignIn {
  /** Leaves the page for that of the issuer, and returns to this fragment. */
  start(returnTo: string): Promise<void>;
  /**
   * Completes the sign-in that led to this page.
   * @throws {Error} if the issuer refused, or the sign-in was not begun in this tab
   */
  complete(): Promise<{ readonly credentials: Credentials; readonly returnTo: string }>;
}

/** A caller whom the API knows. */
export interface Session {
  readonly me: Me;
  readonly api: QueryClient;
  /** The answers of the API for this caller. */
  readonly queries: Queries;
  /** What to call the caller. */
  readonly name: string;
  readonly signOut: () => Promise<void>;
}

/** @throws {LedgerProblem} if the API refuses the credentials, or cannot be reached */
export async function openSession(credentials: Credentials): Promise<Session> {
  const api = createApi({
    endpoint: homeUrl(),
    accessToken: () => credentials.bearer(),
    fetch: (request, init) => pastCache.fetch(new Request(request, init)),
  });
  const me = await api.get('/v1/me');
  const name = me.name ?? credentials.name ?? me.userId ?? me.id;
  return { api, me, name, queries: createQueries(), signOut: () => credentials.signOut() };
}

export function accessKeyCredentials(accessKey: string): Credentials {
  return { bearer: () => Promise.resolve(accessKey), signOut: () => Promise.resolve() };
}

/** Whether only a new sign-in helps. */
export function endsSession(error: unknown): boolean {
  return error instanceof LedgerProblem && ENDINGS.has(error.code);
}

const ENDINGS: ReadonlySet<string> = new Set([
  'no_access_token',
  'missing_credentials',
  'invalid_credentials',
  'expired_credentials',
  'disabled_access_key',
]);
