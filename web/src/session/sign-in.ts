import type { SignInSettings } from '../app/settings.ts';
import type { Credentials } from './session.ts';

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

/** The code that speaks with the issuer is loaded by its first use: pages of callers with an access key need none. */
export function createSignIn(settings: SignInSettings): SignIn {
  let loaded: Promise<SignIn> | undefined;
  const load = () => {
    loaded ??= import('./oidc.ts').then(({ createOidcSignIn }) => createOidcSignIn(settings));
    return loaded;
  };
  return {
    start: async (returnTo) => (await load()).start(returnTo),
    complete: async () => (await load()).complete(),
  };
}
