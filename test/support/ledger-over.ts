import { Calendar, type Clock, type RollUpDeps, rollUp, type TimeSpan } from '@token-ledger/core';
import { readShippedPrices } from './prices.ts';
import { NOON } from './records.ts';

let tokens = 0;

/** The limits of a deployment that configures none. */
export const LIMITS = { lateLimitDays: 35, maxTokensPerRecord: 1e8 };

/** Rolls up all that is marked. */
export const ROLL_UP_ALL = {
  maxBuckets: 10_000,
  deadlineMs: Number.POSITIVE_INFINITY,
  coalesceLate: false,
};

/** What the rules of the ledger need beside its store: by default at noon, in UTC. */
export function ledgerOver<S>(store: S, clock: Clock = () => NOON, calendar = new Calendar('UTC')) {
  return {
    store,
    clock,
    newToken: () => `token ${(tokens += 1)}`,
    calendar,
    retention: { retentionDays: 90 },
    readPrices: readShippedPrices,
  };
}

/** What starts the roll-up of a range: by default it runs at once, as the function would. */
export function rollUpsOnRequest(ledger: RollUpDeps) {
  const ranges: TimeSpan[] = [];
  const rollUps = {
    /** The ranges that were started. */
    ranges,
    run: (within: TimeSpan) => rollUp(ledger, { ...ROLL_UP_ALL, within }),
    start: async (within: TimeSpan): Promise<void> => {
      ranges.push(within);
      await rollUps.run(within);
    },
  };
  return rollUps;
}
