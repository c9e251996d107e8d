import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createLocalJWKSet, exportJWK, type JWTPayload, SignJWT } from 'jose';
import { createTokenVerifier } from '../../functions/authorize-request/verify-token.ts';
import { NOON } from './records.ts';

export const ISSUER = 'https://id.example.com/tenant';
export const AUDIENCE = 'token-ledger';
const SECONDS = NOON / 1000;

const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const [own, other] = [rsa(), rsa()];
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const publicJwk = async (key: KeyObject, kid: string, alg: string) => ({
  ...(await exportJWK(key)),
  kid,
  alg,
  use: 'sig',
});

export const publicKeys = {
  keys: [
    await publicJwk(own.publicKey, 'rsa-1', 'RS256'),
    await publicJwk(elliptic.publicKey, 'ec-1', 'ES256'),
  ],
};
export const keys = createLocalJWKSet(publicKeys);

/** Verifies the tokens of this issuer by its public keys, at noon. */
export const verifyToken = createTokenVerifier({
  issuer: ISSUER,
  audience: AUDIENCE,
  userIdClaim: 'user_id',
  groupsClaim: 'groups',
  keys,
  clock: () => NOON,
});

export interface TokenOptions {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: 'own' | 'other' | 'elliptic' | 'public key as secret';
}

/** A valid token of a member by default. Claims that are undefined are left out. */
export async function issueToken({
  claims = {},
  header = {},
  key = 'own',
}: TokenOptions = {}): Promise<string> {
  const payload = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'subject-1',
    iat: SECONDS - 60,
    exp: SECONDS + 3600,
    user_id: 'u_1',
    ...claims,
  };
  const [alg, kid] = key === 'elliptic' ? ['ES256', 'ec-1'] : ['RS256', 'rsa-1'];
  const signer = new SignJWT(JSON.parse(JSON.stringify(payload)) as JWTPayload);
  if (key === 'public key as secret') {
    const secret = Buffer.from(own.publicKey.export({ type: 'spki', format: 'pem' }));
    return signer.setProtectedHeader({ alg: 'HS256', kid, ...header }).sign(secret);
  }
  const privateKey = { own, other, elliptic }[key].privateKey;
  return signer.setProtectedHeader({ alg, kid, ...header }).sign(privateKey);
}

/** A token that claims to need no signature. */
export async function issueUnsignedToken(options?: TokenOptions): Promise<string> {
  const [, payload = ''] = (await issueToken(options)).split('.');
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  return `${header}.${payload}.`;
}

/** The token with other claims under the same signature. */
export async function forgeToken(claims: Readonly<Record<string, unknown>>): Promise<string> {
  const [header, payload = '', signature] = (await issueToken()).split('.');
  const decoded = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const forged = Buffer.from(JSON.stringify({ ...decoded, ...claims })).toString('base64url');
  return [header, forged, signature].join('.');
}

export const at = (secondsFromNoon: number) => SECONDS + secondsFromNoon;
