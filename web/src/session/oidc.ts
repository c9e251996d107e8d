import { InMemoryWebStorage, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { homeUrl, type SignInSettings } from '../app/settings.ts';
import type { Credentials, SignIn } from './session.ts';

/** Loaded when somebody signs in. */
export function createOidcSignIn(settings: SignInSettings): SignIn {
  const manager = new UserManager({
    authority: settings.authority,
    client_id: settings.clientId,
    redirect_uri: homeUrl(),
    post_logout_redirect_uri: homeUrl(),
    scope: settings.scopes,
    // Tokens are gone with the page.
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    // What must survive the way to the issuer and back: the verifier of PKCE, removed on return.
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    // It would fall back to a frame, which the policy of the page forbids.
    automaticSilentRenew: false,
    revokeTokensOnSignout: true,
    ...(settings.audience !== undefined && { extraQueryParams: { audience: settings.audience } }),
    ...(settings.endpoints && { metadata: metadataOf(settings.authority, settings.endpoints) }),
  });
  return {
    start: (returnTo) => manager.signinRedirect({ state: returnTo }),
    complete: async () => {
      const user = await manager.signinRedirectCallback();
      const returnTo = typeof user.state === 'string' ? user.state : '';
      return { credentials: credentialsOf(manager, settings, user), returnTo };
    },
  };
}

function metadataOf(issuer: string, endpoints: NonNullable<SignInSettings['endpoints']>) {
  const absolute = (address: string) => new URL(address, homeUrl()).href;
  return {
    issuer,
    authorization_endpoint: absolute(endpoints.authorization),
    token_endpoint: absolute(endpoints.token),
    revocation_endpoint: absolute(endpoints.revocation),
  };
}

/** Renews the tokens with the refresh token, a minute before they expire or when they are needed. */
function credentialsOf(manager: UserManager, settings: SignInSettings, { profile }: User): Credentials {
  let renewal: Promise<User | null> | undefined;
  const renew = () => {
    renewal ??= manager.signinSilent().finally(() => (renewal = undefined));
    return renewal;
  };
  const current = async () => {
    const user = await manager.getUser();
    if (user && user.expired !== true) return user;
    return user?.refresh_token === undefined ? undefined : renew();
  };
  manager.events.addAccessTokenExpiring(() => {
    current()
      .then(
        (user) => (user?.refresh_token === undefined ? undefined : renew()),
        // The next request fails for the same reason, and shows it.
        () => undefined,
      )
      .catch(() => undefined);
  });
  return {
    name: profile.name ?? profile.email,
    bearer: async () => {
      const user = await current();
      const token = user?.[settings.token];
      if (!token) throw new Error('The sign-in is over.');
      return token;
    },
    signOut: () => signOut(manager, settings),
  };
}

async function signOut(manager: UserManager, { endpoints, clientId }: SignInSettings): Promise<void> {
  if (!endpoints) return manager.signoutRedirect();
  await manager.revokeTokens().catch(() => undefined);
  await manager.removeUser();
  const url = new URL(endpoints.logout, homeUrl());
  url.search = new URLSearchParams({ client_id: clientId, logout_uri: homeUrl() }).toString();
  location.assign(url);
}
