import type { UsageRecord } from '@token-ledger/core';
import { itemBytes, readUnits } from '../../test/capacity/item-size.ts';
import { naiveAmounts, naiveCounterKeys } from './naive-items.ts';

/**
 * The read units of the naive design for the counters of so many days: one query, as an access key, a user and everybody have a
 * partition each. Who ranks them asks that for every one.
 */
export function naiveReadUnits(record: UsageRecord, days: number): number {
  const key = naiveCounterKeys(record).find(({ sk }) => String(sk).startsWith('DAY#')) ?? {};
  return readUnits(days * itemBytes({ ...key, ...naiveAmounts(record) }), false);
}
