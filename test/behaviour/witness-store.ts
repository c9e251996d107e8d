import { beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR_MS, NOTHING_WITNESSED, type WitnessStore } from '@token-ledger/core';

/** 2026-11-21T12:00:00Z */
const NOON = Date.UTC(2026, 10, 21, 12);

/** The behaviour of every store of what witnesses saw. `create` returns an empty one. */
export function describeWitnessStore(name: string, create: () => WitnessStore | Promise<WitnessStore>): void {
  describe(name, () => {
    let store: WitnessStore;
    beforeEach(async () => {
      store = await create();
    });

    it('adds what was seen to what is counted of the hour', async () => {
      await store.addWitnessed(NOON, { seen: 7, held: 5, recorded: 1, withoutIdentity: 1 });
      await store.addWitnessed(NOON, { seen: 3, held: 0, recorded: 3, withoutIdentity: 0 });
      expect(await store.listWitnessed(NOON, NOON + HOUR_MS)).toEqual([
        { hourStartMs: NOON, seen: 10, held: 5, recorded: 4, withoutIdentity: 1 },
      ]);
    });

    it('adds exactly where many count at once', async () => {
      const one = { seen: 1, held: 1, recorded: 0, withoutIdentity: 0 };
      await Promise.all(Array.from({ length: 20 }, () => store.addWitnessed(NOON, one)));
      expect(await store.listWitnessed(NOON, NOON + 1)).toMatchObject([{ seen: 20, held: 20 }]);
    });

    it('lists the hours that begin in a range, in their order', async () => {
      const midnight = Date.UTC(2027, 0, 1);
      const hours = [midnight, midnight - HOUR_MS, midnight + HOUR_MS, midnight - 2 * HOUR_MS];
      for (const hour of hours) await store.addWitnessed(hour, { ...NOTHING_WITNESSED, seen: 1 });
      const list = async (fromMs: number, toMs: number) =>
        (await store.listWitnessed(fromMs, toMs)).map(
          ({ hourStartMs }) => (hourStartMs - midnight) / HOUR_MS,
        );
      expect(await list(midnight - 2 * HOUR_MS, midnight + 2 * HOUR_MS)).toEqual([-2, -1, 0, 1]);
      expect(await list(midnight - HOUR_MS, midnight)).toEqual([-1]);
      expect(await list(midnight - HOUR_MS, midnight + 1)).toEqual([-1, 0]);
      expect(await list(midnight - HOUR_MS + 1, midnight + 1)).toEqual([0]);
      expect(await list(midnight + 1, midnight + HOUR_MS - 1)).toEqual([]);
    });
  });
}
