import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod/mini';

/** Unknown key ids cause another fetch, but at most this often. */
const COOLDOWN_MS = 30_000;
const KEYS_MAX_AGE_MS = 10 * 60_000;
/** Two fetches and all other work must fit into the 10 seconds of an authorizer. */
const TIMEOUT_MS = 3_000;

const discoverySchema = z.looseObject({ issuer: z.string(), jwks_uri: z.url() });

/**
 * The keys that an issuer signs with, found by OpenID Connect Discovery when the first token comes, and remembered. `base`
 * is the address of the issuer, which differs from its name only in an emulator. Nothing in a token decides what is fetched.
 */
export function issuerKeys(issuer: string, base = issuer): JWTVerifyGetKey {
  let keys: JWTVerifyGetKey | undefined;
  let discovering: Promise<JWTVerifyGetKey> | undefined;
  return async (header, token) => {
    if (!keys) {
      discovering ??= discover(issuer, base).finally(() => (discovering = undefined));
      keys = await discovering;
    }
    return keys(header, token);
  };
}

async function discover(issuer: string, base: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${base.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`The issuer of sign-ins answered ${response.status} to discovery.`);
  const document = discoverySchema.parse(await response.json());
  if (document.issuer !== issuer) throw new Error('The issuer of sign-ins describes another issuer.');
  const url = new URL(document.jwks_uri);
  if (url.protocol !== 'https:' && base === issuer)
    throw new Error("The URL of the issuer's keys is not https.");
  return createRemoteJWKSet(url, {
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: KEYS_MAX_AGE_MS,
    timeoutDuration: TIMEOUT_MS,
  });
}
