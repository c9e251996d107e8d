import { beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, IDEMPOTENCY_DAYS, type IdempotencyStore, type KeyedRequest } from '@token-ledger/core';

const FIRST_MS = Date.UTC(2026, 10, 21, 12);
const BOUND_MS = IDEMPOTENCY_DAYS * DAY_MS;

/** What every idempotency store does. `create` makes an empty one. */
export function describeIdempotencyStore(name: string, create: () => Promise<IdempotencyStore>): void {
  describe(name, () => {
    let store: IdempotencyStore;
    beforeEach(async () => {
      store = await create();
    });
    const bind = (changes: Partial<KeyedRequest> = {}) =>
      store.bindKey({
        callerKeyId: 'ak_1',
        key: 'job-1',
        bodyDigest: 'body 1',
        receivedAtMs: FIRST_MS,
        ...changes,
      });

    it('binds a key to the first body, and lets the same body come again', async () => {
      expect(await bind()).toBe(true);
      expect(await bind({ receivedAtMs: FIRST_MS + 1 })).toBe(true);
    });

    it('refuses another body, which does not take the place of the first', async () => {
      await bind();
      expect(await bind({ bodyDigest: 'body 2' })).toBe(false);
      expect(await bind({ bodyDigest: 'body 2' })).toBe(false);
      expect(await bind()).toBe(true);
    });

    it('keeps keys, and callers of the same key, apart', async () => {
      await bind();
      expect(await bind({ key: 'job-2', bodyDigest: 'body 2' })).toBe(true);
      expect(await bind({ callerKeyId: 'ak_2', bodyDigest: 'body 2' })).toBe(true);
    });

    it('takes any printable characters for a key', async () => {
      const key = `!"#$%&'()*+,-./:;<=>?@[\\]^_{|}~`;
      expect(await bind({ key })).toBe(true);
      expect(await bind({ key, bodyDigest: 'body 2' })).toBe(false);
    });

    it('lets a key go after its last use, to the second', async () => {
      await bind();
      await bind({ receivedAtMs: FIRST_MS + DAY_MS });
      const other = { bodyDigest: 'body 2' };
      expect(await bind({ ...other, receivedAtMs: FIRST_MS + DAY_MS + BOUND_MS - 1000 })).toBe(false);
      expect(await bind({ ...other, receivedAtMs: FIRST_MS + DAY_MS + BOUND_MS })).toBe(true);
    });

    it('lets exactly one of two bodies win that come at once', async () => {
      const bound = await Promise.all([bind(), bind({ bodyDigest: 'body 2' })]);
      expect(bound.toSorted()).toEqual([false, true]);
    });
  });
}
