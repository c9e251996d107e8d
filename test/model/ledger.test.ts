import { afterAll, describe, expect, it } from '@jest/globals';
import { Checker } from './checker.ts';
import type { WorkloadName } from './run-schedules.ts';

/*
 * The ledger's promise over random interleavings: every acknowledged record is counted once, in the hour of its first
 * accepted record, visible at once and never again lost. `npm run check:ledger` runs a million schedules; docs/proof.md
 * says what a schedule is and what is checked.
 */

/** More than it takes to catch each mutant that is caught from the first seed on, but for the seeds in the thousands (docs/proof.md). */
const SCHEDULES: readonly (readonly [WorkloadName, number])[] = [
  ['uniform', 900],
  ['stalling', 750],
  ['races', 1000],
  ['overtaking', 900],
  ['repairs', 1500],
  ['leaves', 400],
  ['leafRepairs', 250],
  ['repricing', 300],
  ['completion', 500],
  ['users', 300],
  ['returning', 650],
  ['naming', 300],
  ['names', 1100],
  ['conflicts', 600],
  ['expiry', 20],
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
