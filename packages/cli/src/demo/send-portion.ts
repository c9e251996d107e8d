import { setTimeout as delay } from 'node:timers/promises';
import type { Ledger, UsageRecord } from '@token-ledger/client';

const MAX_ATTEMPTS = 5;
const PAUSE_MS = 1000;

/** Sends what was not accepted again, which is safe because a record counts once under its id. */
export async function sendPortion(ledger: Ledger, records: readonly UsageRecord[]): Promise<void> {
  let waiting = records;
  for (let attempt = 1; ; attempt += 1) {
    const { failedItems } = await ledger.collectBatch(waiting);
    const [failed] = failedItems;
    if (!failed) return;
    if (!failed.retryable || attempt === MAX_ATTEMPTS)
      throw new Error(`Records of the demo that were not accepted: ${failedItems.length}. ${failed.error}`);
    const again = new Set(failedItems.map(({ index }) => index));
    waiting = waiting.filter((_, index) => again.has(index));
    await delay(PAUSE_MS);
  }
}
