import { describe, expect, it } from '@jest/globals';
import { problems } from './support/read-settings.ts';

describe('the settings of the sign-in', () => {
  it.each([
    [{ signIn: 'oidc' }, ['oidcIssuer is missing', 'oidcAudience is missing']],
    [{ signIn: 'oidc', oidcIssuer: 'https://id.example.com' }, ['oidcAudience is missing']],
    [{ oidcIssuer: 'https://id.example.com' }, ['oidcIssuer is "https://id.example.com"']],
    [{ signIn: 'none', oidcAudience: 'a' }, ['oidcAudience is "a"']],
    [{ signIn: 'oidc', oidcIssuer: 'http://id.example.com', oidcAudience: 'a' }, ['oidcIssuer is "http:']],
    [{ signIn: 'saml' }, ['signIn is "saml"']],
    [{ oidcUserIdClaim: 'my claim' }, ['oidcUserIdClaim is "my claim"']],
    [{ oidcClientId: 'console' }, ['oidcClientId is "console"']],
    [{ signIn: 'none', oidcClientId: 'console' }, ['oidcClientId is "console"']],
    [{ oidcScopes: 'profile email' }, ['oidcScopes is "profile email"']],
    [{ oidcScopes: 'openid  email' }, ['oidcScopes is "openid  email"']],
  ])('are not %j', (settings, expected) => {
    const found = problems(settings);
    expect(found).toHaveLength(expected.length);
    for (const [index, start] of expected.entries()) expect(found[index]).toContain(`tokenLedger.${start}`);
  });

  it('may name an issuer, or none', () => {
    expect(problems({ signIn: 'oidc', oidcIssuer: 'https://id.example.com/t/', oidcAudience: 'a' })).toEqual(
      [],
    );
    expect(problems({ signIn: 'none' })).toEqual([]);
  });
});
