import { Calendar, type Clock } from '@token-ledger/core';
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
