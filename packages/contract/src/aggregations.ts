import { DAY_MS, type Period } from '@token-ledger/core';
import * as z from 'zod/mini';
import { instant, refuseIn } from './query-parameters.ts';
import { MAX_REBUILD_DAYS } from './rebuild.ts';

/** Pending hours, days and months that are told one by one. */
export const MAX_PENDING_TOLD = 1000;

/** The body of `POST /v1/aggregations`. Whether it fits the hours and the clock is for the function to say. */
export const aggregationRequestSchema = z
  .strictObject({
    from: instant(),
    /** Exclusive. */
    to: instant(),
  })
  .check((context) => {
    const { from, to } = context.value;
    const refuse = refuseIn(context);
    if (to <= from) refuse('to', 'must be later than from');
    if (to - from > MAX_REBUILD_DAYS * DAY_MS)
      refuse('to', `must be at most ${MAX_REBUILD_DAYS} days after from`);
  });

/** The body of the answer of `POST /v1/aggregations`. */
export interface AggregationStartResponse {
  readonly from: string;
  readonly to: string;
  /** Hours that will be computed anew because of this request. */
  readonly markedHours: number;
  /** Hours that waited for that already. */
  readonly pendingHours: number;
  readonly emptyHours: number;
  readonly skippedFrozenHours: number;
}

/** The body of `GET /v1/aggregations`. */
export interface AggregationsResponse {
  readonly asOf: string;
  /** When the roll-up last completed; null before the first time. */
  readonly lastCompletedAt: string | null;
  readonly pending: {
    readonly counts: Readonly<Record<Period, number>>;
    /** Since when the oldest of what is over waits; null when nothing does. */
    readonly oldestSince: string | null;
    /** The first of them, by period and time; what is still under way among them. */
    readonly buckets: readonly PendingBucketResponse[];
  };
}

export interface PendingBucketResponse {
  readonly period: Period;
  readonly from: string;
  readonly to: string;
  readonly pendingSince: string;
}
