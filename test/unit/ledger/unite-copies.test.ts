import { describe, expect, it } from '@jest/globals';
import { CopyOrderError, distinctRecords, SLICE_MS, type UsageRecord, uniteCopies } from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import { collect } from '../../behaviour/usage-records.ts';
import { NOON, usageRecord } from '../../support/records.ts';

const pages = (...all: readonly (readonly UsageRecord[])[]) => ({
  async *readSegments() {
    yield* all;
  },
});

const copy = (requestId: string, revision?: number) => {
  const base = { requestId, occurredAtMs: NOON, accessKeyId: 'ak_1' };
  return usageRecord({ ...base, ...(revision !== undefined && { revision }) });
};

describe('the union of copies', () => {
  const unite = async (...all: readonly (readonly UsageRecord[])[]) =>
    (await collect(uniteCopies(pages(...all), NOON))).flat();

  it('has each record once, at its highest revision, wherever its copies are', async () => {
    const found = await unite(
      [copy('a', 2), copy('b', 3)],
      [copy('a', 4), copy('a', 3)],
      [copy('a'), copy('c')],
      [copy('c'), copy('b'), copy('d')],
    );
    expect(found).toEqual([copy('a', 4), copy('b', 3), copy('c'), copy('d')]);
  });

  it('takes a page that ends the revised copies and begins the others', async () => {
    expect(await unite([copy('a', 2), copy('a'), copy('b')])).toEqual([copy('a', 2), copy('b')]);
    expect(await unite([copy('a', 2)], [copy('a', 3)])).toEqual([copy('a', 3)]);
    expect(await unite()).toEqual([]);
  });

  it('distinguishes records of one name under different access keys', async () => {
    const other = { ...copy('a'), accessKeyId: 'ak_2' };
    const alike = { ...copy('2a'), accessKeyId: 'ak_' };
    expect(await unite([copy('a'), other, alike, copy('a')])).toEqual([copy('a'), other, alike]);
  });

  it('passes on pages as they come, without waiting for the last one', async () => {
    const found = uniteCopies(pages([copy('a', 2)], [copy('b')], [copy('c')]), NOON);
    const sizes = [];
    for await (const page of found) sizes.push(page.length);
    expect(sizes).toEqual([1, 1, 1]);
  });

  it('fails where a revised copy comes after others: an older one could have been counted', async () => {
    await expect(unite([copy('a')], [copy('a', 2)])).rejects.toThrow(CopyOrderError);
  });
});

describe('distinct records', () => {
  it('are those of a range to the millisecond, without what was merged into others', async () => {
    const store = createInMemoryLedgerStore();
    const times = [NOON, NOON + 1, NOON + SLICE_MS];
    for (const occurredAtMs of times)
      await store.putSegment(occurredAtMs - (occurredAtMs % SLICE_MS), [usageRecord({ occurredAtMs })]);
    await store.putSegment(NOON, [{ ...copy('merged', 2), mergedInto: 'req_1' }]);
    const found = (await collect(distinctRecords(store, NOON, NOON + SLICE_MS))).flat();
    expect(found.map(({ occurredAtMs }) => occurredAtMs).toSorted((a, b) => a - b)).toEqual([NOON, NOON + 1]);
    expect((await collect(distinctRecords(store, NOON + 1, NOON + SLICE_MS + 1))).flat()).toHaveLength(2);
  });
});
