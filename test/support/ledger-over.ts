import { Calendar, type Clock } from '@token-ledger/core';
import { readShippedPrices } from './prices.ts';
import { NOON } from './records.ts';

/** The limits of a deployment that configures none. */
export const LIMITS = { lateLimitDays: 35, maxTokensPerRecord: 1e8 };

/** What the rules of the ledger need beside its store: by default at noon, in UTC. */
export function ledgerOver<S>(store: S, clock: Clock = () => NOON, calendar = new Calendar('UTC')) {
  let tokens = 0;
  return {
    store,
    clock,
    newToken: () => `token ${(tokens += 1)}`,
    calendar,
    retention: { retentionDays: 90 },
    readPrices: readShippedPrices,
  };
}
