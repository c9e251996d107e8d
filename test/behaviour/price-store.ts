import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  FIRST_PRICE_SCHEDULE,
  type PriceBookRevision,
  type PriceStore,
  SHIPPED_PRICE_BOOK,
  withNewRevision,
} from '@token-ledger/core';

/** The behaviour of every store of prices. `create` returns an empty one. */
export function describePriceStore(name: string, create: () => Promise<PriceStore>): void {
  describe(name, () => {
    const first: PriceBookRevision = { revision: 1, book: SHIPPED_PRICE_BOOK, createdAtMs: 1000 };
    const second = withNewRevision(FIRST_PRICE_SCHEDULE, 2, 3_600_000);
    let store: PriceStore;

    beforeEach(async () => {
      store = await create();
    });

    it('is empty at first', async () => {
      expect(await store.getPriceSchedule()).toBeUndefined();
      expect(await store.getPriceBook(1)).toBeUndefined();
    });

    it('never changes a book', async () => {
      expect(await store.insertPriceBook(first)).toBe(true);
      expect(await store.insertPriceBook({ ...first, createdAtMs: 2000 })).toBe(false);
      expect(await store.getPriceBook(1)).toStrictEqual(first);
      expect(await store.getPriceBook(2)).toBeUndefined();
    });

    it('replaces only the schedule that was read', async () => {
      expect(await store.putPriceSchedule(FIRST_PRICE_SCHEDULE, undefined)).toBe(true);
      expect(await store.putPriceSchedule(second, undefined)).toBe(false);
      expect(await store.putPriceSchedule(second, FIRST_PRICE_SCHEDULE)).toBe(true);
      expect(await store.getPriceSchedule()).toStrictEqual(second);
      expect(await store.putPriceSchedule(FIRST_PRICE_SCHEDULE, FIRST_PRICE_SCHEDULE)).toBe(false);
      const sameRevision = { ...second, spans: FIRST_PRICE_SCHEDULE.spans };
      expect(await store.putPriceSchedule(FIRST_PRICE_SCHEDULE, sameRevision)).toBe(false);
      expect(await store.getPriceSchedule()).toStrictEqual(second);
    });
  });
}
