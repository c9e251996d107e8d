import { afterAll, describe, expect, it } from '@jest/globals';
import { Checker } from './checker.ts';
import type { WorkloadName } from './run-schedules.ts';

/*
 * The ledger's promise over random interleavings: every acknowledged record is counted once, in the hour of its first
 * accepted record, visible at once and never again lost. `npm run check:ledger` runs a million schedules; docs/proof.md
 * says what a schedule is and what is checked.
 */

const SCHEDULES: readonly (readonly [WorkloadName, number])[] = [
  ['uniform', 3500],
  ['stalling', 3000],
  ['races', 4000],
  ['overtaking', 3500],
  ['repairs', 3500],
  ['leaves', 1500],
  ['leafRepairs', 1000],
  ['repricing', 1000],
  ['expiry', 60],
];

describe('the ledger under concurrency, crashes, lost answers, redelivery, corrections and expiry', () => {
  const checker = new Checker();
  afterAll(() => checker.stop());

  it.each(SCHEDULES)(
    'keeps its promise in every schedule of the workload %s (%i)',
    async (workload, count) => {
      const { schedules, violation } = await checker.run({ workload, first: 1, count });
      expect({ schedules, violation }).toEqual({ schedules: count, violation: undefined });
    },
    300_000,
  );
});
