import {
  type Bucket,
  type FoldedStatistics,
  hasLists,
  type LedgerStore,
  LISTS,
  type ListName,
  listKey,
  listOf,
  progressOf,
  sameProgress,
  sameStatistics,
  TOTALS_LISTS,
} from '@token-ledger/core';

/**
 * The name of the first list of a bucket that is not that of its statistics. Lists of totals must be current where something
 * is counted; those by model and feature may be behind, but must be right where readers would use them.
 */
export async function wrongList(
  store: Pick<LedgerStore, 'getStatistics'>,
  bucket: Bucket,
  folded: FoldedStatistics,
): Promise<string | undefined> {
  if (!hasLists(bucket)) return undefined;
  const items = await store.getStatistics(LISTS.map((name) => listKey(bucket, name)));
  const wrong = LISTS.find((name) => {
    const list = items.find(({ id }) => id === listKey(bucket, name).id)?.statistics;
    const expected = listOf(folded, name);
    if (!list) return isOfTotals(name) && folded.all.size > 0;
    const used = sameProgress(progressOf(list), progressOf(expected));
    return used ? !sameStatistics(list, expected) : isOfTotals(name);
  });
  return wrong && listKey(bucket, wrong).id;
}

function isOfTotals(name: ListName): boolean {
  return TOTALS_LISTS.includes(name);
}
