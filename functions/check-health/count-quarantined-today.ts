import { type QuarantineStore, quarantineDay } from '@token-ledger/core';

/** Counting more would read megabytes every 15 seconds. */
export const MAX_QUARANTINED_COUNTED = 200;

/** The number of records quarantined on the UTC day of an instant; not `complete` if there are more. */
export async function countQuarantinedToday(
  store: Pick<QuarantineStore, 'listQuarantined'>,
  atMs: number,
): Promise<{ readonly records: number; readonly complete: boolean }> {
  const found = await store.listQuarantined(quarantineDay(atMs), { limit: MAX_QUARANTINED_COUNTED + 1 });
  const complete = found.length <= MAX_QUARANTINED_COUNTED;
  return { records: Math.min(found.length, MAX_QUARANTINED_COUNTED), complete };
}
