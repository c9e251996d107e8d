import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  adoptPrices,
  changeOverrides,
  createReadPrices,
  HOUR_MS,
  type PriceBook,
  readCurrentPrices,
  SHIPPED_PRICE_BOOK,
} from '@token-ledger/core';
import { InMemoryPriceStore } from '@token-ledger/in-memory';
import { NOON, usageRecord } from '../../support/records.ts';

const TENTH_OFF = [{ model: '*', discountBasisPoints: 1000 }];
const NEWER: PriceBook = {
  ...SHIPPED_PRICE_BOOK,
  entries: SHIPPED_PRICE_BOOK.entries.filter(({ model }) => model !== 'claude-3-haiku'),
};

describe('changing prices', () => {
  let nowMs: number;
  let store: InMemoryPriceStore;
  const deps = () => ({ store, clock: () => nowMs, shipped: SHIPPED_PRICE_BOOK });
  /** Nano-dollars of a record of 1,000 input tokens at 2 dollars per million, by the prices of a time. */
  const costAt = async (occurredAtMs: number) => {
    const prices = await createReadPrices(store)();
    const tokens = { ...usageRecord().tokens, output: 0, cacheCreation5m: 0, cacheCreation1h: 0 };
    const record = { ...usageRecord(), occurredAtMs: NOON };
    const only = { ...tokens, cacheCreationUnattributed: 0, cacheRead: 0 };
    return (await prices.pricerAt(occurredAtMs)).priceRecord({ ...record, tokens: only }).netNanoDollars;
  };

  beforeEach(() => {
    nowMs = NOON + 1;
    store = new InMemoryPriceStore();
  });

  it('begins with the shipped prices for all times, stored or not', async () => {
    expect(await costAt(NOON)).toBe(2_000_000n);
    expect(await readCurrentPrices(deps())).toMatchObject({ current: { revision: 1 }, fromMs: 0 });
    expect(await store.getPriceBook(1)).toMatchObject({ book: SHIPPED_PRICE_BOOK });
    expect(await costAt(NOON)).toBe(2_000_000n);
  });

  it('applies from the next full hour on', async () => {
    expect(await changeOverrides(deps(), TENTH_OFF)).toMatchObject({
      kind: 'changed',
      current: { revision: 2 },
      fromMs: NOON + HOUR_MS,
    });
    expect(await costAt(NOON + HOUR_MS - 1)).toBe(2_000_000n);
    expect(await costAt(NOON + HOUR_MS)).toBe(1_800_000n);
  });

  it('changes nothing when the same is requested again', async () => {
    await changeOverrides(deps(), TENTH_OFF);
    nowMs += HOUR_MS;
    expect(await changeOverrides(deps(), TENTH_OFF)).toMatchObject({
      kind: 'unchanged',
      current: { revision: 2 },
      fromMs: NOON + HOUR_MS,
    });
  });

  it('refuses invalid overrides, and a change based on outdated prices', async () => {
    const wrong = [{ model: '*', discountBasisPoints: 10_001 }];
    expect(await changeOverrides(deps(), wrong)).toMatchObject({
      kind: 'invalid',
      problems: [{ path: '/overrides/0/discountBasisPoints', code: 'out_of_range' }],
    });
    await changeOverrides(deps(), TENTH_OFF, 1);
    expect(await changeOverrides(deps(), [], 1)).toEqual({ kind: 'outdated', latestRevision: 2 });
    expect((await readCurrentPrices(deps())).current.book.overrides).toEqual(TENTH_OFF);
  });

  it('adopts another shipped price book and keeps the overrides', async () => {
    await changeOverrides(deps(), TENTH_OFF);
    expect(await adoptPrices(deps())).toMatchObject({ kind: 'unchanged' });
    expect(await adoptPrices({ ...deps(), shipped: NEWER })).toMatchObject({
      kind: 'changed',
      current: { revision: 3, book: { ...NEWER, overrides: TENTH_OFF } },
    });
  });

  it('keeps the stored prices when the overrides do not fit another shipped price book', async () => {
    await changeOverrides(deps(), [{ model: 'claude-3-haiku', discountBasisPoints: 1000 }]);
    expect(await adoptPrices({ ...deps(), shipped: NEWER })).toMatchObject({ kind: 'invalid' });
    expect((await readCurrentPrices(deps())).current.revision).toBe(2);
  });

  it('lets one of two concurrent changes win, and the other build upon it', async () => {
    const changes = await Promise.all([
      changeOverrides(deps(), TENTH_OFF),
      changeOverrides(deps(), [{ model: '*', discountBasisPoints: 2000 }]),
    ]);
    expect(changes.map(({ kind }) => kind)).toEqual(['changed', 'changed']);
    const { current, schedule } = await readCurrentPrices(deps());
    expect(current.revision).toBe(schedule.latestRevision);
    // At the same hour: only the later one applies.
    expect(schedule.spans).toEqual([
      { fromMs: 0, revision: 1 },
      { fromMs: NOON + HOUR_MS, revision: current.revision },
    ]);
  });

  it('leaves a book alone that was stored by a writer that then stopped', async () => {
    await readCurrentPrices(deps());
    await store.insertPriceBook({ revision: 2, book: NEWER, createdAtMs: NOON });
    expect(await changeOverrides(deps(), TENTH_OFF)).toMatchObject({ current: { revision: 3 } });
    expect((await store.getPriceBook(2))?.book).toEqual(NEWER);
  });

  it('reads a price book again after a failed read', async () => {
    await changeOverrides(deps(), TENTH_OFF);
    let failing = true;
    const readPrices = createReadPrices({
      getPriceSchedule: () => store.getPriceSchedule(),
      getPriceBook: async (revision) => {
        if (failing) throw new Error('throttled');
        return store.getPriceBook(revision);
      },
    });
    await expect((await readPrices()).pricerAt(NOON)).rejects.toThrow('throttled');
    failing = false;
    await expect((await readPrices()).pricerAt(NOON)).resolves.toBeDefined();
  });
});
