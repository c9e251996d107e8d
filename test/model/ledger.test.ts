import { afterAll, describe, expect, it } from '@jest/globals';
import { Checker } from './checker.ts';
import type { WorkloadName } from './run-schedules.ts';

/*
 * The ledger's promise over random interleavings: every acknowledged record is counted once, in the hour of its first
 * accepted record, visible at once and never again lost. `npm run check:ledger` runs a million schedules; docs/proof.md
 * says what a schedule is and what is checked.
 */

const SCHEDULES: readonly (readonly [WorkloadName, number])[] = [
  ['uniform', 1800],
  ['stalling', 1500],
  ['races', 2000],
  ['overtaking', 1800],
  ['repairs', 1800],
  ['leaves', 800],
  ['leafRepairs', 500],
  ['repricing', 600],
  ['completion', 1000],
  ['users', 600],
  ['returning', 600],
  ['naming', 600],
  ['names', 1500],
  ['conflicts', 1200],
  ['expiry', 40],
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
