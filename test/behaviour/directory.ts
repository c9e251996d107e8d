import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AccessKey,
  AccessKeyExistsError,
  type AccessKeyStore,
  type DisabledIdsStore,
  SCOPES,
  type User,
  type UserStore,
  type WaitingEventStore,
} from '@token-ledger/core';

const CREATED_MS = 1_795_262_400_123;
const HOUR_MS = 3_600_000;

const KEY: AccessKey = {
  id: 'ak_01JD',
  name: 'Suche “Prod”',
  scopes: ['ingest'],
  salt: '00ff',
  secretHash: 'ab'.repeat(32),
  createdAtMs: CREATED_MS,
  disabled: false,
  revision: 1,
};

const USER: User = { id: 'u_1', name: 'Ümit 😀', createdAtMs: CREATED_MS, disabled: false, revision: 1 };

const describedOf = ({ salt: _s, secretHash: _h, previous: _p, revision: _r, ...key }: AccessKey) => key;

type Directory = AccessKeyStore & UserStore & DisabledIdsStore & WaitingEventStore;

/** The behaviour of every directory of access keys and users. `create` returns an empty one. */
export function describeDirectory(name: string, create: () => Directory | Promise<Directory>): void {
  let store: Directory;
  beforeEach(async () => {
    store = await create();
  });

  describe(`${name}: events of access keys`, () => {
    const event = (id: string) => ({ id, body: `{"v":1,"id":"${id}"}` });
    const waiting = async () => {
      const events = await store.listWaitingEvents();
      return events.toSorted((a, b) => a.id.localeCompare(b.id));
    };

    it('wait from the change that they are about until they are removed', async () => {
      await store.createAccessKey(KEY, event('e1'));
      expect(await store.replaceAccessKey({ ...KEY, revision: 2 }, event('e2'))).toBe(true);
      expect(await waiting()).toStrictEqual([event('e1'), event('e2')]);
      await store.removeWaitingEvent('e1');
      await store.removeWaitingEvent('e1');
      expect(await waiting()).toStrictEqual([event('e2')]);
    });

    it('do not wait if the change was not made', async () => {
      await store.createAccessKey(KEY);
      await expect(store.createAccessKey(KEY, event('e1'))).rejects.toThrow(AccessKeyExistsError);
      expect(await store.replaceAccessKey({ ...KEY, revision: 3 }, event('e2'))).toBe(false);
      expect(await waiting()).toEqual([]);
    });
  });

  describe(`${name}: access keys`, () => {
    it('returns a key as it was created, with all its fields', async () => {
      const full: AccessKey = {
        ...KEY,
        id: 'ak_02',
        ownerUserId: 'u_1',
        scopes: SCOPES,
        disabled: true,
        disabledAtMs: CREATED_MS + 1,
        rotatedAtMs: CREATED_MS + 2,
        previous: { salt: '11', secretHash: 'cd'.repeat(32), validUntilMs: CREATED_MS + 3 },
      };
      await store.createAccessKey(KEY);
      await store.createAccessKey(full);
      expect(await store.getAccessKey(KEY.id)).toStrictEqual(KEY);
      expect(await store.getAccessKey('ak_02')).toStrictEqual(full);
      expect(await store.getAccessKey('ak_0')).toBeUndefined();
    });

    it('refuses an id that is taken and keeps the existing key', async () => {
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

    it('replaces a key only if it did not change in between', async () => {
      await store.createAccessKey({ ...KEY, ownerUserId: 'u_1' });
      expect(await store.replaceAccessKey({ ...KEY, name: 'new', revision: 2 })).toBe(true);
      expect(await store.replaceAccessKey({ ...KEY, name: 'late', revision: 2 })).toBe(false);
      expect(await store.getAccessKey(KEY.id)).toStrictEqual({ ...KEY, name: 'new', revision: 2 });
    });

    it('does not replace a key that does not exist', async () => {
      expect(await store.replaceAccessKey({ ...KEY, revision: 1 })).toBe(false);
      expect(await store.replaceAccessKey({ ...KEY, revision: 2 })).toBe(false);
      expect(await store.getAccessKey(KEY.id)).toBeUndefined();
      expect((await store.listAccessKeys({ limit: 10 })).items).toEqual([]);
    });

    it('lists keys without secrets, ordered by id, page by page', async () => {
      const keys = ['ak_3', 'ak_1', 'ak_2'].map((id) => ({ ...KEY, id, scopes: SCOPES }));
      for (const key of keys) await store.createAccessKey(key);
      await store.replaceAccessKey({ ...KEY, id: 'ak_2', name: 'renamed', revision: 2 });
      const first = await store.listAccessKeys({ limit: 2 });
      expect(first).toStrictEqual({
        items: [
          describedOf({ ...KEY, id: 'ak_1', scopes: SCOPES }),
          describedOf({ ...KEY, id: 'ak_2', name: 'renamed' }),
        ],
        nextAfterId: 'ak_2',
      });
      expect(await store.listAccessKeys({ limit: 2, afterId: 'ak_2' })).toStrictEqual({
        items: [describedOf({ ...KEY, id: 'ak_3', scopes: SCOPES })],
      });
      expect(await store.listAccessKeys({ limit: 3 })).not.toHaveProperty('nextAfterId');
    });

    it('stores the last hour of use, never an earlier one', async () => {
      await store.touchLastUsed('ak_1', 2 * HOUR_MS);
      await store.touchLastUsed('ak_1', HOUR_MS);
      await store.touchLastUsed('ak_2', HOUR_MS);
      await store.touchLastUsed('ak_2', 3 * HOUR_MS);
      const uses = await store.getLastUses(['ak_1', 'ak_2', 'ak_3']);
      expect(Object.fromEntries(uses)).toEqual({ ak_1: 2 * HOUR_MS, ak_2: 3 * HOUR_MS });
    });
  });

  describe(`${name}: users`, () => {
    it('returns a user as it was created, under any id', async () => {
      const users: User[] = [
        USER,
        { ...USER, id: 'a#b/c%2F é 漢 😀', email: 'a@b.example' },
        { ...USER, id: 'x'.repeat(128), disabled: true, disabledAtMs: CREATED_MS },
      ];
      for (const user of users) expect(await store.createUser(user)).toBe(true);
      for (const user of users) expect(await store.getUser(user.id)).toStrictEqual(user);
      expect(await store.getUser('u_')).toBeUndefined();
      expect(await store.createUser({ ...USER, name: 'other' })).toBe(false);
      expect(await store.getUser('u_1')).toStrictEqual(USER);
    });

    it('replaces a user only if it did not change in between', async () => {
      await store.createUser({ ...USER, email: 'a@b.example' });
      expect(await store.replaceUser({ ...USER, name: 'new', revision: 2 })).toBe(true);
      expect(await store.replaceUser({ ...USER, name: 'late', revision: 2 })).toBe(false);
      expect(await store.replaceUser({ ...USER, id: 'u_2', revision: 2 })).toBe(false);
      expect(await store.getUser('u_1')).toStrictEqual({ ...USER, name: 'new', revision: 2 });
    });

    it('lists users ordered by id, by code points, page by page', async () => {
      const ids = ['u_\u{1F600}', 'u_\uFF5E', 'u_1', 'u_10', 'u_2'];
      for (const id of ids) await store.createUser({ ...USER, id });
      const seen: string[] = [];
      let afterId: string | undefined;
      do {
        const page = await store.listUsers({ limit: 2, ...(afterId !== undefined && { afterId }) });
        seen.push(...page.items.map(({ id }) => id));
        afterId = page.nextAfterId;
      } while (afterId !== undefined);
      expect(seen).toEqual(['u_1', 'u_10', 'u_2', 'u_\uFF5E', 'u_\u{1F600}']);
    });
  });

  describe(`${name}: what both share`, () => {
    it('returns the names of those that exist among any number of ids', async () => {
      await store.createAccessKey(KEY);
      await store.createUser(USER);
      const ids = Array.from({ length: 150 }, (_, index) => `id ${index}`);
      expect([...(await store.getAccessKeyNames([...ids, KEY.id]))]).toEqual([[KEY.id, KEY.name]]);
      expect([...(await store.getUserNames([...ids, USER.id]))]).toEqual([[USER.id, USER.name]]);
      expect((await store.getUserNames([])).size).toBe(0);
    });

    it('returns the names of only those keys without an owner', async () => {
      await store.createAccessKey(KEY);
      await store.createAccessKey({ ...KEY, id: 'ak_hers', ownerUserId: 'u_1' });
      const names = await store.getSharedAccessKeyNames([KEY.id, 'ak_hers', 'ak_nobody']);
      expect([...names]).toEqual([[KEY.id, KEY.name]]);
    });

    it('returns the disabled ids, each with the time it was disabled', async () => {
      await store.createAccessKey(KEY);
      await store.createUser(USER);
      expect(await store.getDisabledIds()).toEqual({ accessKeys: new Map(), users: new Map() });
      await store.replaceAccessKey({ ...KEY, disabled: true, disabledAtMs: 5, revision: 2 });
      await store.replaceUser({ ...USER, disabled: true, disabledAtMs: 6, revision: 2 });
      // A refused change enables nothing.
      await store.replaceUser({ ...USER, revision: 2 });
      await store.createUser({ ...USER, id: 'ak_01JD', disabled: true, disabledAtMs: 7 });
      expect(await store.getDisabledIds()).toEqual({
        accessKeys: new Map([[KEY.id, 5]]),
        users: new Map([
          [KEY.id, 7],
          [USER.id, 6],
        ]),
      });
      await store.replaceUser({ ...USER, revision: 3 });
      expect((await store.getDisabledIds()).users).toEqual(new Map([[KEY.id, 7]]));
    });
  });
}
