import { beforeEach, describe, expect, it } from '@jest/globals';
import { type AccessKey, AccessKeyExistsError, type AccessKeyStore, SCOPES } from '@token-ledger/core';

const KEY: AccessKey = {
  id: 'ak_01JD',
  name: 'Suche “Prod”',
  scopes: ['ingest'],
  salt: '00ff',
  secretHash: 'ab'.repeat(32),
  createdAtMs: 1_795_262_400_123,
  disabled: false,
};

/** What every access key store does, whatever it is made of. `create` makes an empty one. */
export function describeAccessKeyStore(
  name: string,
  create: () => AccessKeyStore | Promise<AccessKeyStore>,
): void {
  describe(name, () => {
    let store: AccessKeyStore;
    beforeEach(async () => {
      store = await create();
    });

    it('returns a key as it was created', async () => {
      await store.createAccessKey(KEY);
      expect(await store.getAccessKey(KEY.id)).toStrictEqual(KEY);
    });

    it('returns the owner and every scope', async () => {
      const key: AccessKey = { ...KEY, ownerUserId: 'u_1', scopes: SCOPES, disabled: true };
      await store.createAccessKey(key);
      expect(await store.getAccessKey(KEY.id)).toStrictEqual(key);
    });

    it('finds nothing under an id that was never created', async () => {
      await store.createAccessKey(KEY);
      expect(await store.getAccessKey('ak_01J')).toBeUndefined();
    });

    it('refuses an id that is taken and keeps the key that has it', async () => {
      await store.createAccessKey(KEY);
      const other = { ...KEY, name: 'other', secretHash: 'cd'.repeat(32) };
      await expect(store.createAccessKey(other)).rejects.toThrow(AccessKeyExistsError);
      expect(await store.getAccessKey(KEY.id)).toStrictEqual(KEY);
    });

    it('lets exactly one of two concurrent creations win', async () => {
      const keys = ['aa', 'bb'].map((hex) => ({ ...KEY, secretHash: hex.repeat(32) }));
      const results = await Promise.allSettled(keys.map((key) => store.createAccessKey(key)));
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const winner = keys[results.findIndex(({ status }) => status === 'fulfilled')];
      expect(await store.getAccessKey(KEY.id)).toStrictEqual(winner);
    });
  });
}
