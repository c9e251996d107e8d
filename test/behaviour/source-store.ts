import { beforeEach, describe, expect, it } from '@jest/globals';
import { SOURCE_PAUSE_MS, type SourceStore } from '@token-ledger/core';

/** 2026-11-21T12:00:00Z */
const NOON = Date.UTC(2026, 10, 21, 12);

/** The behaviour of every store of sources. `create` returns an empty one. */
export function describeSourceStore(name: string, create: () => SourceStore | Promise<SourceStore>): void {
  describe(name, () => {
    let store: SourceStore;
    beforeEach(async () => {
      store = await create();
    });

    async function heard(...times: readonly number[]) {
      for (const atMs of times) await store.markHeard('client', atMs);
      const [mark] = await store.listSources();
      return mark && [mark.lastHeardAtMs - NOON, mark.steadySinceMs - NOON];
    }

    it('knows nothing at first', async () => {
      expect(await store.listSources()).toEqual([]);
    });

    it('keeps each source apart', async () => {
      await store.markHeard('client', NOON);
      await store.markHeard('anthropic_span', NOON + 1);
      const marks = await store.listSources();
      expect(marks.toSorted((a, b) => a.lastHeardAtMs - b.lastHeardAtMs)).toEqual([
        { source: 'client', lastHeardAtMs: NOON, steadySinceMs: NOON },
        { source: 'anthropic_span', lastHeardAtMs: NOON + 1, steadySinceMs: NOON + 1 },
      ]);
    });

    it('is steady until it pauses for longer than a quarter of an hour', async () => {
      expect(await heard(NOON, NOON + SOURCE_PAUSE_MS)).toEqual([SOURCE_PAUSE_MS, 0]);
      expect(await heard(NOON + 2 * SOURCE_PAUSE_MS)).toEqual([2 * SOURCE_PAUSE_MS, 0]);
      const later = 3 * SOURCE_PAUSE_MS + 1;
      expect(await heard(NOON + later)).toEqual([later, later]);
    });

    it('never goes back in time, and takes the same again', async () => {
      expect(await heard(NOON, NOON - 1, NOON - 2 * SOURCE_PAUSE_MS, NOON)).toEqual([0, 0]);
    });
  });
}
