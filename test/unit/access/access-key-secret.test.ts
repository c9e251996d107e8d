import { Hash } from 'node:crypto';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createAccessKeySecret, verifySecret } from '@token-ledger/secrets';

const NOW = Date.UTC(2026, 10, 21);

/** How many hashes it takes to refuse a secret: what a caller could measure. */
function hashesToRefuse(key: Parameters<typeof verifySecret>[0], secret: string): number {
  const digest = jest.spyOn(Hash.prototype, 'digest').mockClear();
  expect(verifySecret(key, secret, NOW)).toBe(false);
  return digest.mock.calls.length;
}

describe('the secret of an access key', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('has 256 random bits, and is stored as a salted hash', () => {
    const [one, other] = [createAccessKeySecret(), createAccessKeySecret()];
    expect(one.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set([one.secret, other.secret, one.salt, other.salt]).size).toBe(4);
    expect(one.secretHash).not.toContain(one.secret);
    expect(verifySecret(one, one.secret, NOW)).toBe(true);
    expect(verifySecret({ ...one, salt: other.salt }, one.secret, NOW)).toBe(false);
  });

  it('takes as much work for an unknown id as for a wrong secret', () => {
    const { secret: wrong } = createAccessKeySecret();
    const key = createAccessKeySecret();
    const rotated = { ...key, previous: { ...createAccessKeySecret(), validUntilMs: NOW + 1 } };
    const work = [undefined, key, rotated].map((known) => hashesToRefuse(known, wrong));
    expect(work[0]).toBeGreaterThan(0);
    expect(new Set(work).size).toBe(1);
  });
});
