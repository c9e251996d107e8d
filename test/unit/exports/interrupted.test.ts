import { beforeAll, describe, expect, it } from '@jest/globals';
import { deleteExport, type ExportDefinition, type WriteExportDeps, writeExport } from '@token-ledger/core';
import type { Step } from '@token-ledger/core/in-memory';
import { ExportHarness, someRecords } from '../../support/exports.ts';
import { Random } from '../../support/random.ts';
import { NOON } from '../../support/records.ts';

/*
 * Writers that end at every single call of a store, before it took effect, after it, or with an error, and are followed by
 * another one: the file must be, byte by byte, the one that an undisturbed writer makes.
 */

type Fault = 'killed before' | 'killed after' | 'refused' | 'answer lost';
const FAULTS: readonly Fault[] = ['killed before', 'killed after', 'refused', 'answer lost'];

/** Lets one call go wrong; the operations of creating and looking do not count. */
class FaultyCalls {
  calls = 0;
  faultAt = 0;
  fault: Fault = 'refused';
  #killed: () => void = () => {};
  killed = new Promise<void>(() => {});

  plan(fault: Fault, faultAt: number): void {
    Object.assign(this, { calls: 0, fault, faultAt });
    this.killed = new Promise((resolve) => {
      this.#killed = resolve;
    });
  }

  readonly step: Step = async (_operation, effect) => {
    this.calls += 1;
    if (this.calls !== this.faultAt) return effect();
    if (this.fault === 'killed after' || this.fault === 'answer lost') effect();
    if (this.fault === 'refused' || this.fault === 'answer lost') throw new Error('The call failed.');
    this.#killed();
    return new Promise(() => {});
  };
}

async function create(changes: Partial<ExportDefinition>) {
  const faults = new FaultyCalls();
  const harness = new ExportHarness(faults.step);
  harness.ledger.nowMs = NOON;
  await harness.ledger.record(...someRecords(40));
  const { id } = await harness.create(changes);
  return { harness, faults, id };
}

/** Writes until the end; an hour later, when no lease holds, if somebody ended before. */
async function finish(harness: ExportHarness, id: string): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) {
    harness.ledger.nowMs += 3_600_000;
    if ((await harness.write(id)) === 'done') return;
  }
  throw new Error('The export does not end.');
}

describe.each<[string, Partial<ExportDefinition>]>([
  ['records in CSV', { format: 'csv' }],
  ['statistics by user', { subjects: ['statistics'], dimension: 'user', format: 'csv' }],
  ['both', { subjects: ['records', 'statistics'] }],
  ['a spreadsheet', { format: 'xlsx' }],
])('an export of %s that is interrupted', (_, definition) => {
  let undisturbed: readonly string[];
  let calls: number;
  let totals: unknown;

  beforeAll(async () => {
    const { harness, faults, id } = await create(definition);
    faults.plan('refused', 0);
    await harness.write(id);
    calls = faults.calls;
    const { files } = await harness.job(id);
    totals = files.map((file) => [file.rows, file.totals]);
    undisturbed = await Promise.all(files.map((__, index) => harness.content(id, index)));
    expect(calls).toBeGreaterThan(10);
  });

  it.each(FAULTS)('%s at any call is the same in the end', async (fault) => {
    for (let faultAt = 1; faultAt <= calls; faultAt += 1) {
      const { harness, faults, id } = await create(definition);
      faults.plan(fault, faultAt);
      await Promise.race([harness.write(id).catch(() => undefined), faults.killed]);
      await finish(harness, id);
      const { files, status } = await harness.job(id);
      expect([fault, faultAt, status]).toEqual([fault, faultAt, 'finished']);
      expect(files.map((file) => [file.rows, file.totals])).toEqual(totals);
      expect(await Promise.all(files.map((__, index) => harness.content(id, index)))).toEqual(undisturbed);
    }
  });

  it.each(FAULTS)('%s at any call can be deleted', async (fault) => {
    for (let faultAt = 1; faultAt <= calls; faultAt += 3) {
      const { harness, faults, id } = await create(definition);
      faults.plan(fault, faultAt);
      await Promise.race([harness.write(id).catch(() => undefined), faults.killed]);
      await deleteExport(harness.manage, id);
      expect(await harness.write(id)).toBe('done');
      expect(await harness.exports.getExport(id)).toBeUndefined();
    }
  });

  it('and has three writers at once is the same in the end, however they alternate', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = new Random(seed);
      const harness = new ExportHarness(async (__, effect) => {
        for (let turns = random.below(8); turns > 0; turns -= 1) await Promise.resolve();
        return effect();
      });
      harness.ledger.nowMs = NOON;
      await harness.ledger.record(...someRecords(40));
      const { id } = await harness.create(definition);
      await Promise.allSettled([1, 2, 3].map(() => writeExport(withoutLeases(harness), id, NOON + 600_000)));
      await finish(harness, id);
      const { files } = await harness.job(id);
      expect(files.map((file) => [file.rows, file.totals])).toEqual(totals);
      expect(await Promise.all(files.map((__, index) => harness.content(id, index)))).toEqual(undisturbed);
    }
  });
});

/** No lease keeps another one away, as if the first had been thought dead: only the version decides. */
function withoutLeases({ deps, exports }: ExportHarness): WriteExportDeps {
  return {
    ...deps,
    exports: {
      getExport: async (id) => {
        const job = await exports.getExport(id);
        return job && { ...job, leasedUntilMs: 0 };
      },
      replaceExport: (job, replaces) => exports.replaceExport(job, replaces),
      insertExport: (job) => exports.insertExport(job),
      deleteExport: (id) => exports.deleteExport(id),
      listExports: (page) => exports.listExports(page),
    },
  };
}
