import { beforeEach, describe, expect, it } from '@jest/globals';
import { type ExportJob, type ExportStore, MEASURE_NAMES, type Measures, newFile } from '@token-ledger/core';
import { DEFINITION, EXPORT_JOB } from '../support/exports.ts';
import { NOON } from '../support/records.ts';

/** More than a JSON number holds exactly. */
const HUGE = Object.fromEntries(
  MEASURE_NAMES.map((name, index) => [name, 2n ** 70n + BigInt(index)]),
) as Measures;

function jobOf(id: string): ExportJob {
  return {
    ...EXPORT_JOB,
    id,
    definition: { ...DEFINITION, filter: { models: ['m'], minTokens: 1 }, billingAccount: { id: 'org' } },
    status: 'running',
    attempt: 1,
    files: [
      newFile('statistics'),
      {
        ...newFile('records'),
        totals: HUGE,
        position: { fromMs: NOON, afterId: 'r' },
        upload: { key: 'k', id: 'u', parts: [{ number: 2, tag: '"t"' }], nextNumber: 4 },
        remainderKey: 'rest',
      },
    ],
  };
}

/** The behaviour of every store of exports. `create` returns an empty one. */
export function describeExportStore(name: string, create: () => Promise<ExportStore>): void {
  describe(name, () => {
    let store: ExportStore;

    beforeEach(async () => {
      store = await create();
    });

    it('returns an export as it was stored, until it is deleted', async () => {
      expect(await store.getExport('a')).toBeUndefined();
      await store.insertExport(jobOf('a'));
      expect(await store.getExport('a')).toStrictEqual(jobOf('a'));
      await expect(store.insertExport(jobOf('a'))).rejects.toThrow(/already|conditional/);
      await store.deleteExport('a');
      await store.deleteExport('a');
      expect(await store.getExport('a')).toBeUndefined();
    });

    it('replaces only the version that was read', async () => {
      const next: ExportJob = { ...jobOf('a'), version: 2, status: 'finished' };
      expect(await store.replaceExport(next, 1)).toBe(false);
      await store.insertExport(jobOf('a'));
      expect(await store.replaceExport(next, 1)).toBe(true);
      expect(await store.replaceExport({ ...next, status: 'failed' }, 1)).toBe(false);
      expect(await store.getExport('a')).toStrictEqual(next);
    });

    it('lists exports newest first, page by page', async () => {
      for (const id of ['a', 'c', 'b', 'd']) await store.insertExport(jobOf(id));
      const ids = async (page: { limit: number; beforeId?: string }) =>
        (await store.listExports(page)).map((job) => job.id);
      expect(await ids({ limit: 3 })).toEqual(['d', 'c', 'b']);
      expect(await ids({ limit: 3, beforeId: 'b' })).toEqual(['a']);
      expect(await ids({ limit: 3, beforeId: 'a' })).toEqual([]);
      expect(await ids({ limit: 9, beforeId: 'bb' })).toEqual(['b', 'a']);
    });
  });
}
