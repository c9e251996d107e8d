import type { SignInSettings } from '../app/settings.ts';
import type { SignIn } from './session.ts';

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
