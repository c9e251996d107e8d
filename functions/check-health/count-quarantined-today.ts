import { type QuarantineStore, quarantineDay } from '@token-ledger/core';

/** Counting more would read megabytes every quarter of a minute. */
export const MAX_QUARANTINED_COUNTED = 200;

/** How many records were quarantined on the UTC day of an instant and still are; not `complete` when there are more. */
export async function countQuarantinedToday(
  store: Pick<QuarantineStore, 'listQuarantined'>,
  atMs: number,
): Promise<{ readonly records: number; readonly complete: boolean }> {
  const found = await store.listQuarantined(quarantineDay(atMs), { limit: MAX_QUARANTINED_COUNTED + 1 });
  const complete = found.length <= MAX_QUARANTINED_COUNTED;
  return { records: Math.min(found.length, MAX_QUARANTINED_COUNTED), complete };
}
