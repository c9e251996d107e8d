import type { HealthResponse } from '@token-ledger/contract';
import { type HealthDeps, HOUR_MS, readHealth } from '@token-ledger/core';

/** Late records may wait two hours to be rolled up together; a run is due every minute. */
const LAGGING_AFTER_MS = 2.5 * HOUR_MS;
const SILENT_AFTER_MS = 10 * 60_000;

/** `GET /v1/health`. */
export async function getHealth(deps: HealthDeps): Promise<HealthResponse> {
  const { asOfMs, rollUpCompletedAtMs, pending, oldestPendingMs } = await readHealth(deps);
  const silent = rollUpCompletedAtMs === undefined || asOfMs - rollUpCompletedAtMs > SILENT_AFTER_MS;
  return {
    status: silent || oldestPendingMs > LAGGING_AFTER_MS ? 'lagging' : 'ok',
    asOf: new Date(asOfMs).toISOString(),
    rollUp: {
      ...(rollUpCompletedAtMs === undefined
        ? {}
        : { lastCompletedAt: new Date(rollUpCompletedAtMs).toISOString() }),
      pending,
      oldestPendingSeconds: Math.floor(oldestPendingMs / 1000),
    },
  };
}
