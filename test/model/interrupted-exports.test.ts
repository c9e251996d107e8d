import { beforeAll, describe, expect, it } from '@jest/globals';
import { deleteExport, type ExportDefinition, type WriteExportDeps, writeExport } from '@token-ledger/core';
import type { Step } from '@token-ledger/in-memory';
import { Random } from '../../scripts/random.ts';
import { ExportHarness, someRecords } from '../support/exports.ts';
import { FAULTS, type Fault } from '../support/faults.ts';
import { NOON } from '../support/records.ts';

/*
 * Writers that end at every single call of a store, before it took effect, after it, or with an error, and are followed by
 * another one: the file must be, byte by byte, the one that an undisturbed writer makes.
 */

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

  it('and has four writers at once is the same in the end, however they alternate', async () => {
    let supersededWriters = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const random = new Random(seed);
      const pause = async (turns: number) => {
        for (let turn = random.below(turns); turn > 0; turn -= 1) await Promise.resolve();
      };
      const harness = new ExportHarness(async (__, effect) => {
        // Now and then a call takes so long that another writer makes many.
        await pause(random.chance(0.1) ? 200 : 8);
        return effect();
      });
      harness.ledger.nowMs = NOON;
      await harness.ledger.record(...someRecords(40));
      const { id } = await harness.create(definition);
      const outcomes = await Promise.allSettled(
        [0, 300, 600, 900].map(async (turns) => {
          // One begins when another one is in the middle.
          await pause(turns);
          return writeExport(withoutLeases(harness), id, NOON + 600_000);
        }),
      );
      supersededWriters += outcomes.filter(
        (outcome) => 'value' in outcome && outcome.value === 'busy',
      ).length;
      expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
      await finish(harness, id);
      const { files } = await harness.job(id);
      expect(files.map((file) => [file.rows, file.totals])).toEqual(totals);
      expect(await Promise.all(files.map((__, index) => harness.content(id, index)))).toEqual(undisturbed);
    }
    expect(supersededWriters).toBeGreaterThan(100);
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
