import { describe, expect, it } from '@jest/globals';
import type { CellColumns } from '@token-ledger/core';
import { createListCache } from '../../functions/query-usage/list-cache.ts';

const MAX_CELLS = 10;
const list = (length: number): CellColumns => ({
  length,
  models: Array(length).fill('u'),
  features: Array(length).fill('-'),
  amounts: [],
});

describe('the lists that an instance keeps', () => {
  let loads = 0;
  const loading = (cells: CellColumns | undefined) => async () => {
    loads += 1;
    return cells;
  };
  const isKept = async (cache: ReturnType<typeof createListCache>, key: string) => {
    const before = loads;
    await cache.read(key, loading(undefined));
    return loads === before;
  };

  it('are those asked for last, up to a number of cells', async () => {
    const cache = createListCache({ maxCells: MAX_CELLS });
    for (const key of ['a', 'b']) await cache.read(key, loading(list(4)));
    expect([await isKept(cache, 'b'), await isKept(cache, 'a')]).toEqual([true, true]);
    await cache.read('c', loading(list(4)));
    expect([await isKept(cache, 'a'), await isKept(cache, 'c'), await isKept(cache, 'b')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('may have as many cells as fit, and one more is not kept', async () => {
    const cache = createListCache({ maxCells: MAX_CELLS });
    // A list without cells has its key.
    expect(await cache.read('fits', loading(list(MAX_CELLS - 1)))).toEqual(list(MAX_CELLS - 1));
    expect(await isKept(cache, 'fits')).toBe(true);
    expect(await cache.read('larger', loading(list(MAX_CELLS)))).toEqual(list(MAX_CELLS));
    expect(await isKept(cache, 'larger')).toBe(false);
  });

  it('are not what could not be read, or is behind', async () => {
    const cache = createListCache();
    await expect(cache.read('a', () => Promise.reject(new Error('throttled')))).rejects.toThrow('throttled');
    expect(await cache.read('a', loading(undefined))).toBeUndefined();
    expect(await cache.read('a', loading(list(1)))).toEqual(list(1));
    expect(await isKept(cache, 'a')).toBe(true);
  });

  it('are read once for questions at the same time', async () => {
    const cache = createListCache();
    const before = loads;
    await Promise.all([cache.read('a', loading(list(1))), cache.read('a', loading(list(1)))]);
    expect(loads - before).toBe(1);
  });

  it('are read again after a while', async () => {
    const cache = createListCache({ maxAgeMs: 1 });
    await cache.read('a', loading(list(1)));
    const readAtMs = performance.now();
    while (performance.now() - readAtMs < 5) await new Promise(setImmediate);
    expect(await isKept(cache, 'a')).toBe(false);
  });
});
