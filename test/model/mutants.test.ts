import { afterAll, describe, expect, it } from '@jest/globals';
import { Checker } from './checker.ts';
import { EQUIVALENT_MUTANTS, MUTANTS } from './mutants.ts';

/** The test of the checker: wrong designs have to be found out, and the right one not to be suspected. */
describe('the checker of the ledger', () => {
  const checker = new Checker();
  afterAll(() => checker.stop());

  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
    'catches: %s',
    async (name, { workload, first = 1, within }) => {
      const mutated = new Checker(name);
      try {
        const { violation } = await mutated.run({ workload, first, count: within });
        expect(violation).toBeDefined();
        // The same schedule is fine without the patch.
        const seed = violation?.seed ?? first;
        const sound = await checker.run({ workload, first: seed, count: 1 });
        expect(sound).toMatchObject({ schedules: 1 });
        expect(sound.violation).toBeUndefined();
      } finally {
        mutated.stop();
      }
    },
    120_000,
  );

  it.each(EQUIVALENT_MUTANTS)(
    'cannot distinguish from the right design: $name',
    async ({ name, workload }) => {
      const mutated = new Checker(name);
      try {
        const count = workload === 'expiry' ? 10 : 150;
        expect(await mutated.run({ workload, first: 1, count })).toMatchObject({ schedules: count });
      } finally {
        mutated.stop();
      }
    },
    120_000,
  );
});
