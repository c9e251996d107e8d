import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AccessKey, HashedSecret } from '@token-ledger/core';

/** 256 bits, as 64 hex digits. */
const SECRET_BYTES = 32;
const SALT_BYTES = 16;

/** A new secret, which is shown once, and its stored hash. */
export interface NewAccessKeySecret extends HashedSecret {
  /** Lower-case hex. */
  readonly secret: string;
}

export function createAccessKeySecret(): NewAccessKeySecret {
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  const salt = randomBytes(SALT_BYTES).toString('hex');
  return { secret, salt, secretHash: hashSecret(salt, secret) };
}

/**
 * Salted SHA-256, lower-case hex. A fast hash is enough, unlike for passwords: the secret has 256 random bits, so
 * guessing it is hopeless at any speed.
 */
export function hashSecret(salt: string, secret: string): string {
  return createHash('sha256').update(salt).update(secret).digest('hex');
}

/** Replaces the hash of an unknown id, so that refusing it takes as long as refusing a wrong secret. */
const NO_SECRET: HashedSecret = { salt: '0'.repeat(SALT_BYTES * 2), secretHash: '0'.repeat(64) };

/**
 * Whether a presented secret is the current one of the key, or the previous one within its overlap. Compares twice and
 * in constant time, also for `undefined`: an unknown id.
 */
export function verifySecret(
  key: Pick<AccessKey, 'salt' | 'secretHash' | 'previous'> | undefined,
  secret: string,
  nowMs: number,
): boolean {
  const { previous } = key ?? {};
  const isCurrent = isSame(key ?? NO_SECRET, secret);
  const isPrevious = isSame(previous ?? NO_SECRET, secret);
  return (
    (key !== undefined && isCurrent) ||
    (previous !== undefined && nowMs < previous.validUntilMs && isPrevious)
  );
}

function isSame({ salt, secretHash }: HashedSecret, secret: string): boolean {
  const stored = Buffer.from(secretHash, 'hex');
  const presented = Buffer.from(hashSecret(salt, secret), 'hex');
  return stored.length === presented.length && timingSafeEqual(stored, presented);
}
