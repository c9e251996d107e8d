import { type AggregationsResponse, MAX_SHOWN_PENDING } from '@token-ledger/contract';
import {
  CLOSING_GRACE_MS,
  iso,
  PERIODS,
  type Period,
  type Rebuild,
  type RebuildStore,
  readAggregations,
} from '@token-ledger/core';
import type { HttpAnswer } from '../shared/http/http-handler.ts';
import { presentRange } from '../shared/http/json-values.ts';

interface GetAggregationsDeps {
  readonly ledger: Parameters<typeof readAggregations>[0] & {
    readonly store: Pick<RebuildStore, 'getCurrentRebuild'>;
  };
}

/** `GET /v1/aggregations`. */
export async function getAggregations({ ledger }: GetAggregationsDeps): Promise<HttpAnswer> {
  const { asOfMs, rollUpCompletedAtMs, pending } = await readAggregations(ledger);
  const rebuild = await ledger.store.getCurrentRebuild();
  const over = pending.filter(({ toMs }) => toMs + CLOSING_GRACE_MS <= asOfMs);
  const oldestMs = over.reduce(
    (oldest, { toMs, pendingSinceMs }) => Math.min(oldest, Math.max(toMs, pendingSinceMs)),
    Number.POSITIVE_INFINITY,
  );
  const counts = PERIODS.map((name) => [name, pending.filter(({ period }) => period === name).length]);
  const body: AggregationsResponse = {
    asOf: iso(asOfMs),
    lastCompletedAt: rollUpCompletedAtMs === undefined ? null : iso(rollUpCompletedAtMs),
    pending: {
      counts: Object.fromEntries(counts) as Record<Period, number>,
      oldestSince: over.length === 0 ? null : iso(oldestMs),
      buckets: pending.slice(0, MAX_SHOWN_PENDING).map(({ period, pendingSinceMs, ...range }) => ({
        period,
        ...presentRange(range),
        pendingSince: iso(pendingSinceMs),
      })),
    },
    latestRebuild: rebuild ? presentLatest(rebuild) : null,
  };
  return { statusCode: 200, body };
}

function presentLatest({
  id,
  repair,
  startedAtMs,
  ...range
}: Rebuild): AggregationsResponse['latestRebuild'] {
  return { id, ...presentRange(range), repair, startedAt: iso(startedAtMs) };
}
