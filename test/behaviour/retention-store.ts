import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Retention, RetentionStore } from '@token-ledger/core';

/** What every retention store does. `create` makes an empty one. */
export function describeRetentionStore(name: string, create: () => Promise<RetentionStore>): void {
  describe(name, () => {
    const first: Retention = { retentionDays: 90 };
    const second: Retention = { retentionDays: 30, earlier: [{ untilMs: 3_600_000, retentionDays: 90 }] };
    let store: RetentionStore;

    beforeEach(async () => {
      store = await create();
    });

    it('has nothing at first', async () => {
      expect(await store.getRetention()).toBeUndefined();
    });

    it('keeps the first that is stored', async () => {
      expect(await store.putRetention(first, undefined)).toBe(true);
      expect(await store.putRetention({ retentionDays: 30 }, undefined)).toBe(false);
      expect(await store.getRetention()).toStrictEqual(first);
    });

    it('replaces what was read, with its history', async () => {
      await store.putRetention(first, undefined);
      expect(await store.putRetention(second, first)).toBe(true);
      expect(await store.getRetention()).toStrictEqual(second);
    });

    it('refuses a writer that read something else', async () => {
      await store.putRetention(first, undefined);
      await store.putRetention(second, first);
      expect(await store.putRetention({ retentionDays: 60 }, first)).toBe(false);
      expect(await store.putRetention({ retentionDays: 60 }, { ...second, earlier: [] })).toBe(false);
      expect(await store.getRetention()).toStrictEqual(second);
    });
  });
}
