import { beforeEach, describe, expect, it } from '@jest/globals';
import type { LedgerSettings, SettingsStore } from '@token-ledger/core';

/** The behaviour of every settings store. `create` returns an empty one. */
export function describeSettingsStore(name: string, create: () => Promise<SettingsStore>): void {
  describe(name, () => {
    const first: LedgerSettings = { retentionDays: 90, leafMinutes: 60 };
    const second: LedgerSettings = {
      retentionDays: 30,
      leafMinutes: 15,
      earlier: [{ untilMs: 3_600_000, ...first }],
    };
    const third: LedgerSettings = { retentionDays: 30, leafMinutes: 5 };
    let store: SettingsStore;

    beforeEach(async () => {
      store = await create();
    });

    it('is empty at first', async () => {
      expect(await store.getSettings()).toBeUndefined();
    });

    it('keeps the first settings', async () => {
      expect(await store.putSettings(first, undefined)).toBe(true);
      expect(await store.putSettings(third, undefined)).toBe(false);
      expect(await store.getSettings()).toStrictEqual(first);
    });

    it('replaces the settings that were read, with their history', async () => {
      await store.putSettings(first, undefined);
      expect(await store.putSettings(second, first)).toBe(true);
      expect(await store.getSettings()).toStrictEqual(second);
    });

    it('refuses a writer that read other settings', async () => {
      await store.putSettings(first, undefined);
      await store.putSettings(second, first);
      expect(await store.putSettings(third, first)).toBe(false);
      expect(await store.putSettings(third, { ...second, leafMinutes: 60 })).toBe(false);
      expect(await store.putSettings(third, { ...second, earlier: [] })).toBe(false);
      expect(await store.getSettings()).toStrictEqual(second);
    });
  });
}
