import { fetchWithPatience } from '../parts/with-patience.ts';

/** What the deployment says about itself before anybody signs in: `console.json`. */
export interface ConsoleSettings {
  readonly stage: string;
  readonly reportingTimeZone: string;
  readonly isEmulated?: true;
  readonly gatewayUrl?: string;
  /** Absent where only access keys work. */
  readonly signIn?: SignInSettings;
}

export interface SignInSettings {
  readonly authority: string;
  readonly clientId: string;
  readonly scopes: string;
  /** The token to send to the API. */
  readonly token: 'id_token' | 'access_token';
  readonly audience?: string;
  /** The endpoints of an issuer without discovery, as Cognito's pages; may be relative to this page. */
  readonly endpoints?: {
    readonly authorization: string;
    readonly token: string;
    readonly revocation: string;
    readonly logout: string;
  };
}

/** @throws {Error} if the deployment does not answer */
export async function fetchSettings(): Promise<ConsoleSettings> {
  const response = await fetchWithPatience(new URL('console.json', homeUrl()));
  if (!response.ok) throw new Error(`The request for console.json failed with status ${response.status}.`);
  return (await response.json()) as ConsoleSettings;
}

/** The address of the console without its page: where it is served, and where a sign-in returns to. */
export function homeUrl(): string {
  return new URL('.', location.origin + location.pathname).href;
}
