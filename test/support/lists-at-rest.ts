import {
  type Bucket,
  type FoldedStatistics,
  isKeptCurrent,
  type LedgerStore,
  listKey,
  listOf,
  listsOf,
  progressOf,
  sameProgress,
  sameStatistics,
} from '@token-ledger/core';

/**
 * The name of the first list of a bucket that is not that of its statistics. Those that are kept current must be there where
 * something is counted; others may be behind, but must be right where readers would use them.
 */
export async function wrongList(
  store: Pick<LedgerStore, 'getStatistics'>,
  bucket: Bucket,
  folded: FoldedStatistics,
): Promise<string | undefined> {
  const names = listsOf(bucket);
  const items = await store.getStatistics(names.map((name) => listKey(bucket, name)));
  const wrong = names.find((name) => {
    const list = items.find(({ id }) => id === listKey(bucket, name).id)?.statistics;
    const expected = listOf(folded, name);
    if (!list) return isKeptCurrent(bucket, name) && folded.all.size > 0;
    const used = sameProgress(progressOf(list), progressOf(expected));
    return used ? !sameStatistics(list, expected) : isKeptCurrent(bucket, name);
  });
  return wrong && listKey(bucket, wrong).id;
}
