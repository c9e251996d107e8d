import type { Visibility } from '../access/visibility.ts';
import type { RecordStore } from '../ledger/ledger-store.ts';
import { expiresAtMs, type Retention } from '../ledger/retention.ts';
import type { ReadPrices } from '../pricing/prices.ts';
import type { Clock } from '../time/clock.ts';
import type { UsageRecord } from '../usage/record.ts';
import { compareIds } from '../util/compare-ids.ts';
import { costingAtLeast } from './costing-at-least.ts';
import { visibleFilter } from './read-records.ts';
import { matchesFilter, type RecordFilter } from './record-filter.ts';
import { visibleSubject } from './visible-subject.ts';

export interface FindRecordsDeps {
  readonly store: Pick<RecordStore, 'findRecords'>;
  readonly clock: Clock;
  readonly retention: Retention;
}

interface MatchRecordsDeps extends FindRecordsDeps {
  readonly readPrices: ReadPrices;
}

/**
 * The records of the calls that have this name, as their request id or as their other name: one for each access key, as names
 * belong to access keys. Only those that the caller may see and that have not expired, in the order of their access keys.
 */
export async function findVisibleRecords(
  { store, clock, retention }: FindRecordsDeps,
  visibility: Visibility,
  name: string,
): Promise<readonly UsageRecord[]> {
  const { id } = visibleSubject(visibility, {});
  const records = await store.findRecords(name);
  const nowMs = clock();
  return records
    .filter(({ occurredAtMs }) => expiresAtMs(occurredAtMs, retention) > nowMs)
    .filter(({ userId }) => id === undefined || userId === id)
    .toSorted((a, b) => compareIds(a.accessKeyId, b.accessKeyId));
}

/**
 * The same, of those that fulfil other conditions too.
 *
 * @throws NotVisibleError
 */
export async function findMatchingRecords(
  deps: MatchRecordsDeps,
  visibility: Visibility,
  name: string,
  filter: RecordFilter,
): Promise<readonly UsageRecord[]> {
  const visible = visibleFilter(visibility, filter);
  const records = await findVisibleRecords(deps, visibility, name);
  const matching = records.filter((record) => matchesFilter(visible, record));
  return costingAtLeast(visible.minCost, matching, deps.readPrices);
}
