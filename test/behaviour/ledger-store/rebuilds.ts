import { beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, type LedgerStore, type Rebuild } from '@token-ledger/core';
import { SLICE_START_MS } from '../usage-records.ts';

export function describeRebuilds(created: () => LedgerStore): void {
  let store: LedgerStore;
  beforeEach(() => {
    store = created();
  });

  describe('rebuilds', () => {
    const rebuild: Rebuild = {
      id: 'first',
      fromMs: SLICE_START_MS,
      toMs: SLICE_START_MS + DAY_MS,
      repair: false,
      markedHours: 24,
      skippedFrozenHours: 0,
      startedAtMs: 1_795_262_400_123,
    };

    it('has no rebuild at first', async () => {
      expect(await store.getCurrentRebuild()).toBeUndefined();
      expect(await store.getRebuild('first')).toBeUndefined();
    });

    it('returns rebuilds by id, and the one started last', async () => {
      const second = { ...rebuild, id: 'second', repair: true };
      expect(await store.startRebuild(rebuild, undefined)).toBe(true);
      expect(await store.startRebuild(second, 'first')).toBe(true);
      expect(await store.getRebuild('first')).toStrictEqual(rebuild);
      expect(await store.getCurrentRebuild()).toStrictEqual(second);
    });

    it('starts only after the rebuild that the caller knows of', async () => {
      await store.startRebuild(rebuild, undefined);
      expect(await store.startRebuild({ ...rebuild, id: 'second' }, undefined)).toBe(false);
      expect(await store.startRebuild({ ...rebuild, id: 'third' }, 'second')).toBe(false);
      expect(await store.getCurrentRebuild()).toStrictEqual(rebuild);
    });

    it('lets exactly one of several start at once', async () => {
      const ids = ['a', 'b', 'c', 'd'];
      const won = await Promise.all(ids.map((id) => store.startRebuild({ ...rebuild, id }, undefined)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect((await store.getCurrentRebuild())?.id).toBe(ids[won.indexOf(true)]);
    });

    it('stores the new state of a rebuild', async () => {
      await store.startRebuild(rebuild, undefined);
      await store.updateRebuild({ ...rebuild, markedAtMs: 7 });
      expect(await store.getRebuild('first')).toStrictEqual({ ...rebuild, markedAtMs: 7 });
      expect(await store.getCurrentRebuild()).toStrictEqual({ ...rebuild, markedAtMs: 7 });
    });

    it('accepts ids such as "current"', async () => {
      await store.startRebuild({ ...rebuild, id: 'current' }, undefined);
      await store.startRebuild(rebuild, 'current');
      expect((await store.getRebuild('current'))?.id).toBe('current');
      expect((await store.getCurrentRebuild())?.id).toBe('first');
    });
  });

  describe('heartbeat', () => {
    it('has no heartbeat before the first run', async () => {
      expect(await store.getHeartbeat()).toBeUndefined();
    });

    it('returns the last heartbeat', async () => {
      await store.putHeartbeat({ completedAtMs: 1 });
      await store.putHeartbeat({ completedAtMs: 1_795_262_400_123 });
      expect(await store.getHeartbeat()).toStrictEqual({ completedAtMs: 1_795_262_400_123 });
    });
  });
}
