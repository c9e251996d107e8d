import { describe, expect, it } from '@jest/globals';
import { errors } from 'jose';
import { createTokenVerifier } from '../../functions/authorize-request/verify-token.ts';
import {
  AUDIENCE,
  at,
  forgeToken,
  ISSUER,
  issueToken,
  issueUnsignedToken,
  keys,
  type TokenOptions,
  verifyToken,
} from '../support/issued-tokens.ts';
import { NOON } from '../support/records.ts';

const verify = async (options?: TokenOptions) => verifyToken(await issueToken(options));
const claims = (changed: Record<string, unknown>) => verify({ claims: changed });
const invalid = { kind: 'refused', denial: 'invalid_credentials' };

describe('a token', () => {
  it('identifies who signed in, by RSA and by elliptic curves', async () => {
    const member = {
      kind: 'person',
      principal: { kind: 'person', subject: 'subject-1', role: 'member', userId: 'u_1' },
    };
    expect(await verify()).toEqual(member);
    expect(await verify({ key: 'elliptic' })).toEqual(member);
    expect(await verify({ header: { typ: 'at+jwt' } })).toEqual(member);
  });

  it.each([
    [['admin'], 'admin'],
    [['viewer', 'admin'], 'admin'],
    [['viewer', 'sales'], 'viewer'],
    ['viewer', 'viewer'],
    [['Admin', 'administrators', 'admin '], 'member'],
    ['admin,viewer', 'member'],
    [{ admin: true }, 'member'],
    [[['admin']], 'member'],
    [undefined, 'member'],
  ])('with the groups %j has the role %s', async (groups, role) => {
    expect(await claims({ groups })).toMatchObject({ principal: { role } });
  });

  it('of an admin or a viewer needs no user', async () => {
    expect(await claims({ groups: ['admin'], user_id: undefined })).toEqual({
      kind: 'person',
      principal: { kind: 'person', subject: 'subject-1', role: 'admin' },
    });
  });

  it.each([undefined, '', '-', 7, ['u_1'], 'x'.repeat(129), 'u\u0000'])(
    'of a member whose user is %j is refused',
    async (userId) => {
      expect(await claims({ user_id: userId })).toEqual({
        kind: 'refused',
        denial: 'insufficient_role',
        subject: 'subject-1',
      });
    },
  );

  it('names a user by an e-mail address only if that is verified', async () => {
    const options = { issuer: ISSUER, audience: AUDIENCE, userIdClaim: 'email', groupsClaim: 'groups' };
    const byEmail = createTokenVerifier({ ...options, keys, clock: () => NOON });
    const email = 'ada@example.com';
    const verified = await byEmail(await issueToken({ claims: { email, email_verified: true } }));
    expect(verified).toMatchObject({ principal: { userId: email } });
    for (const flag of [undefined, false, 'false', 'true', 1]) {
      const token = await issueToken({ claims: { email, email_verified: flag } });
      expect(await byEmail(token)).toMatchObject({ denial: 'insufficient_role' });
    }
  });

  it('may be an access token of Cognito, which names its client elsewhere', async () => {
    const access = { aud: undefined, client_id: AUDIENCE, token_use: 'access' };
    expect(await claims(access)).toMatchObject({ kind: 'person' });
    expect(await claims({ ...access, client_id: 'another' })).toEqual(invalid);
    expect(await claims({ ...access, client_id: undefined })).toEqual(invalid);
  });
});

describe('a token is refused', () => {
  it.each([
    ['of another issuer', { iss: 'https://evil.example.com' }],
    ['of an issuer that looks alike', { iss: `${ISSUER}/` }],
    ['of no issuer', { iss: undefined }],
    ['for another audience', { aud: 'another' }],
    ['for another audience, with our client', { aud: 'another', client_id: AUDIENCE }],
    ['without an audience', { aud: undefined }],
    ['that is not valid yet', { nbf: at(6) }],
    ['that never expires', { exp: undefined }],
    ['whose expiry is no number', { exp: 'tomorrow' }],
    ['without a subject', { sub: undefined }],
    ['of an empty subject', { sub: '' }],
    ['for refreshing', { token_use: 'refresh' }],
  ])('%s', async (_, changed) => {
    expect(await claims(changed)).toEqual(invalid);
  });

  it('that has expired, with its own reason, and five seconds of tolerance', async () => {
    expect(await claims({ exp: at(-5) })).toEqual({ kind: 'refused', denial: 'expired_credentials' });
    expect(await claims({ exp: at(-4) })).toMatchObject({ kind: 'person' });
    expect(await claims({ nbf: at(5) })).toMatchObject({ kind: 'person' });
  });

  it.each<[string, TokenOptions]>([
    ['signed with another key', { key: 'other' }],
    ['signed with the public key as a secret', { key: 'public key as secret' }],
    ['of an unknown key', { header: { kid: 'rsa-2' } }],
    ['that claims the key of another algorithm', { header: { kid: 'ec-1' } }],
    ['that says it is for logging out', { header: { typ: 'logout+jwt' } }],
  ])('%s', async (_, options) => {
    expect(await verify(options)).toEqual(invalid);
  });

  it('without a signature, with a forged content, or malformed', async () => {
    expect(await verifyToken(await issueUnsignedToken())).toEqual(invalid);
    expect(await verifyToken(await forgeToken({ groups: ['admin'] }))).toEqual(invalid);
    expect(await verifyToken(await forgeToken({ exp: at(-100) }))).toEqual(invalid);
    for (const text of ['', '..', 'a.b.c', 'e30.e30.', 'e30.e30.e30']) {
      expect(await verifyToken(text)).toEqual(invalid);
    }
  });

  it('of more than 8,192 characters, without parsing it', async () => {
    const padding = (length: number) => claims({ padding: 'x'.repeat(length) });
    expect(await padding(5000)).toMatchObject({ kind: 'person' });
    expect(await padding(8000)).toEqual(invalid);
  });

  it('not because the keys cannot be read: that is not the fault of the token', async () => {
    for (const error of [
      new errors.JWKSTimeout(),
      new errors.JOSEError('503'),
      new TypeError('fetch failed'),
    ]) {
      const broken = createTokenVerifier({
        issuer: ISSUER,
        audience: AUDIENCE,
        userIdClaim: 'sub',
        groupsClaim: 'groups',
        keys: () => Promise.reject(error),
        clock: () => NOON,
      });
      await expect(broken(await issueToken())).rejects.toBe(error);
    }
  });
});
