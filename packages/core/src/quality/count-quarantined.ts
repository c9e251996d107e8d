import { quarantineDay } from '../failures/quarantine-pages.ts';
import type { QuarantineStore } from '../ledger/ledger-store.ts';
import { DAY_MS } from '../time/bucket.ts';

const RECORDS_PER_PAGE = 500;
/** A faulty producer fills the quarantine with far more records than are worth counting. */
const MAX_COUNTED = 5_000;

/** How many quarantined records were received in [fromMs, toMs); `complete` is false if there are more. */
export async function countQuarantined(
  store: Pick<QuarantineStore, 'listQuarantined'>,
  fromMs: number,
  toMs: number,
): Promise<{ readonly records: number; readonly complete: boolean }> {
  let records = 0;
  for (let ms = Math.floor(fromMs / DAY_MS) * DAY_MS; ms < toMs; ms += DAY_MS) {
    let afterId: string | undefined;
    do {
      const page = await store.listQuarantined(quarantineDay(ms), {
        limit: RECORDS_PER_PAGE,
        ...(afterId !== undefined && { afterId }),
      });
      records += page.filter(({ receivedAtMs }) => receivedAtMs >= fromMs && receivedAtMs < toMs).length;
      if (records >= MAX_COUNTED) return { records: MAX_COUNTED, complete: false };
      afterId = page.length === RECORDS_PER_PAGE ? page.at(-1)?.id : undefined;
    } while (afterId !== undefined);
  }
  return { records, complete: true };
}
