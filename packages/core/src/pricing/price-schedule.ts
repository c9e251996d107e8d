import { HOUR_MS, hourStart } from '../time/bucket.ts';

/*
 * Which prices hold for usage of which hour. A price book that was stored is never changed; a change makes a new revision,
 * and hours are assigned to revisions. So what an hour cost is a function of its records and of this table alone: the same
 * whenever it is computed, until an operator has it priced again.
 */

export interface PriceSchedule {
  /** The revision that was made last, at least 1. */
  readonly latestRevision: number;
  /** From `fromMs` (a full hour) on, up to the next, `revision` holds; in order, the first from the beginning of time. */
  readonly spans: readonly PriceSpan[];
}

export interface PriceSpan {
  readonly fromMs: number;
  readonly revision: number;
}

/** The beginning of time, as far as usage is concerned. */
const BEGINNING_MS = 0;
/** Keeps the schedule within one item that is read often. */
export const MAX_PRICE_SPANS = 1000;

/** The schedule of the first price book there is: it holds for everything. */
export const FIRST_PRICE_SCHEDULE: PriceSchedule = {
  latestRevision: 1,
  spans: [{ fromMs: BEGINNING_MS, revision: 1 }],
};

/** The revision for the hour that contains an instant. */
export function revisionAt({ spans }: PriceSchedule, ms: number): number {
  return (spans.findLast(({ fromMs }) => fromMs <= ms) ?? spans[0])?.revision ?? 1;
}

/** When a revision that is made now begins to hold: with the next hour, as of this one something may be computed already. */
export function nextPriceChangeMs(nowMs: number): number {
  return hourStart(nowMs) + HOUR_MS;
}

/** The schedule in which a new revision holds from a full hour on. Throws a `RangeError` beyond `MAX_PRICE_SPANS`. */
export function withNewRevision({ spans }: PriceSchedule, revision: number, fromMs: number): PriceSchedule {
  return { latestRevision: revision, spans: assigned(spans, fromMs, Number.POSITIVE_INFINITY, revision) };
}

/** The schedule in which a revision holds for [fromMs, toMs), full hours. Throws a `RangeError` beyond `MAX_PRICE_SPANS`. */
export function withRevisionBetween(
  { latestRevision, spans }: PriceSchedule,
  fromMs: number,
  toMs: number,
  revision: number,
): PriceSchedule {
  return { latestRevision, spans: assigned(spans, fromMs, toMs, revision) };
}

function assigned(
  spans: readonly PriceSpan[],
  fromMs: number,
  toMs: number,
  revision: number,
): readonly PriceSpan[] {
  const after = spans.findLast((span) => span.fromMs <= toMs);
  const changed = [
    ...spans.filter((span) => span.fromMs < fromMs),
    { fromMs, revision },
    ...(after && Number.isFinite(toMs) ? [{ fromMs: toMs, revision: after.revision }] : []),
    ...spans.filter((span) => span.fromMs > toMs),
  ].toSorted((a, b) => a.fromMs - b.fromMs);
  const merged = changed.filter((span, index) => changed[index - 1]?.revision !== span.revision);
  if (merged.length > MAX_PRICE_SPANS) {
    throw new RangeError(`Prices may change at most ${MAX_PRICE_SPANS} times over all time.`);
  }
  return merged;
}
