import { issuerKeys } from './issuer-keys.ts';
import { createTokenVerifier, type VerifyToken } from './verify-token.ts';

interface SignInVariables {
  readonly OIDC_ISSUER: string;
  readonly OIDC_AUDIENCE: string;
  readonly OIDC_USER_ID_CLAIM: string;
  readonly OIDC_GROUPS_CLAIM: string;
}

/**
 * How people sign in. `awsEndpoint` is the variable that sends every AWS SDK to an emulator, which then has the keys of
 * Cognito, too, although its tokens name the issuer that they would have on AWS.
 */
export function connectSignIn(
  { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, ...claims }: SignInVariables,
  awsEndpoint: string | undefined,
): { readonly verifyToken?: VerifyToken } {
  if (issuer === '') return {};
  const [, pool] = /^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com\/([\w-]+)$/.exec(issuer) ?? [];
  const base = awsEndpoint !== undefined && pool !== undefined ? `${awsEndpoint}/${pool}` : issuer;
  const verifyToken = createTokenVerifier({
    issuer,
    audience,
    userIdClaim: claims.OIDC_USER_ID_CLAIM,
    groupsClaim: claims.OIDC_GROUPS_CLAIM,
    keys: issuerKeys(issuer, base),
    clock: Date.now,
  });
  return { verifyToken };
}
