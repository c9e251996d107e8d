import type { Examination, Finding } from './check.ts';
import { failed, ok } from './check.ts';

const CONSUMER =
  'See the logs of record-usage and its alarms (docs/runbook.md). token-ledger failed list shows what was given up.';

/** Waits until a call that was reported at `sentMs` is among the records. */
export async function findRecord(
  { session: { io, ledger }, foundWithinMs }: Examination,
  requestId: string,
  sentMs: number,
): Promise<Finding> {
  for (;;) {
    const { records } = await ledger.get('/v1/records', { query: { requestId } });
    const tookMs = io.nowMs() - sentMs;
    if (records.length > 0) return ok(`It was found after ${(tookMs / 1000).toFixed(1)} s.`);
    if (tookMs > foundWithinMs)
      return failed(
        `It was accepted, and not recorded within ${Math.round(foundWithinMs / 1000)} s.`,
        CONSUMER,
      );
    await io.sleep(Math.min(1000, foundWithinMs / 20));
  }
}
