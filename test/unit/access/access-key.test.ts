import { describe, expect, it } from '@jest/globals';
import {
  formatAccessKey,
  hasAnyScope,
  mayReportAnyUser,
  mayReportForOthers,
  parseAccessKey,
} from '@token-ledger/core';
import { createAccessKeySecret, hashSecret, verifySecret } from '@token-ledger/secrets';
import fc from 'fast-check';
import { NOON } from '../../support/records.ts';

const SECRET = '0123456789abcdef'.repeat(4);

describe('a printed access key', () => {
  it('is read back as it was printed, including underscores in its id', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^ak_[0-9A-Za-z_]{1,64}$/), (id) => {
        expect(parseAccessKey(formatAccessKey(id, SECRET))).toEqual({ id, secret: SECRET });
      }),
    );
  });

  it('has a secret of at least 192 bits', () => {
    expect(parseAccessKey(`tl_ak_1_${'a'.repeat(48)}`)).toBeDefined();
    expect(parseAccessKey(`tl_ak_1_${'a'.repeat(47)}`)).toBeUndefined();
  });

  it.each([
    [''],
    ['tl_ak_1'],
    [`ak_1_${SECRET}`],
    [`tl_1_${SECRET}`],
    [`tl_ak_1_${SECRET.toUpperCase()}`],
    [`tl_ak_1_${SECRET} `],
    [`tl_ak_1_${SECRET}\n`],
    [`tl_ak_é_${SECRET}`],
  ])('is not %p', (text) => {
    expect(parseAccessKey(text)).toBeUndefined();
  });

  it('is not made of parts that could not be read back', () => {
    expect(() => formatAccessKey('1', SECRET)).toThrow(RangeError);
    expect(() => formatAccessKey('ak_1', 'short')).toThrow(RangeError);
  });
});

describe('the secret of an access key', () => {
  it('is 256 random bits, which only its holder knows', () => {
    const a = createAccessKeySecret();
    const b = createAccessKeySecret();
    expect(a.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(a.secret).not.toBe(b.secret);
    expect(a.salt).not.toBe(b.salt);
    expect(a.secretHash).toBe(hashSecret(a.salt, a.secret));
    expect(a.secretHash).not.toContain(a.secret);
  });

  it('is verified against the hash with its own salt', () => {
    const { secret, ...key } = createAccessKeySecret();
    expect(verifySecret(key, secret, NOON)).toBe(true);
    expect(verifySecret(key, createAccessKeySecret().secret, NOON)).toBe(false);
    expect(verifySecret({ ...key, salt: createAccessKeySecret().salt }, secret, NOON)).toBe(false);
  });

  it('is verified against the previous one until its overlap is over', () => {
    const [old, current] = [createAccessKeySecret(), createAccessKeySecret()];
    const key = { ...current, previous: { ...old, validUntilMs: NOON } };
    expect(verifySecret(key, old.secret, NOON - 1)).toBe(true);
    expect(verifySecret(key, old.secret, NOON)).toBe(false);
    expect(verifySecret(key, current.secret, NOON)).toBe(true);
    expect(verifySecret(key, createAccessKeySecret().secret, NOON - 1)).toBe(false);
  });

  it('is refused for a key that does not exist, or whose hash is damaged', () => {
    const { secret, ...key } = createAccessKeySecret();
    expect(verifySecret(undefined, secret, NOON)).toBe(false);
    expect(verifySecret({ ...key, secretHash: key.secretHash.slice(2) }, secret, NOON)).toBe(false);
    expect(verifySecret({ ...key, secretHash: '' }, secret, NOON)).toBe(false);
  });
});

describe('scopes', () => {
  it('are granted by name: no scope contains another', () => {
    expect(hasAnyScope(['read'], ['read', 'admin'])).toBe(true);
    expect(hasAnyScope(['admin'], ['ingest', 'ingest:any'])).toBe(false);
    expect(hasAnyScope([], ['read'])).toBe(false);
    expect(hasAnyScope(['read'], [])).toBe(false);
  });

  it('let only ingest:any report for others', () => {
    expect(mayReportForOthers(['ingest:any'])).toBe(true);
    expect(mayReportForOthers(['ingest', 'ingest:users', 'read', 'admin'])).toBe(false);
  });

  it('let ingest:users and ingest:any name any user', () => {
    expect(mayReportAnyUser(['ingest:users'])).toBe(true);
    expect(mayReportAnyUser(['ingest:any'])).toBe(true);
    expect(mayReportAnyUser(['ingest', 'read', 'admin'])).toBe(false);
  });
});
