/*
 * A witness reports calls that others should have reported: Anthropic itself, by the spans it pushes. Each span is compared
 * with the ledger, and the comparison is counted. That shows how complete capture is.
 */

/** How long the counters of an hour are kept. */
export const WITNESS_DAYS = 90;

/**
 * What became of the spans of the calls of an hour. Approximate: spans are delivered at least once, and so is each count, so
 * a repeated span counts again in each counter. A share of them says more than the numbers.
 */
export interface WitnessCounts {
  /** Spans of calls that were read. The other three add up to it, once the spans are processed. */
  readonly seen: number;
  /** The call was in the ledger already, reported by another source. */
  readonly held: number;
  /** Nobody else had reported the call: the span was recorded, as totals only. */
  readonly recorded: number;
  /** The span had neither a request id nor a message id: it was neither looked up nor recorded. */
  readonly withoutIdentity: number;
}

export const NOTHING_WITNESSED: WitnessCounts = { seen: 0, held: 0, recorded: 0, withoutIdentity: 0 };

export interface WitnessedHour extends WitnessCounts {
  readonly hourStartMs: number;
}

export interface WitnessStore {
  /** Adds to the counters of the hour in which the calls began. May take effect twice if an answer is lost. */
  addWitnessed(hourStartMs: number, counts: WitnessCounts): Promise<void>;
  /** The hours that begin in [fromMs, toMs) and have counters, in their order. Strongly consistent. */
  listWitnessed(fromMs: number, toMs: number): Promise<readonly WitnessedHour[]>;
}

export function addWitnessed(a: WitnessCounts, b: WitnessCounts): WitnessCounts {
  return {
    seen: a.seen + b.seen,
    held: a.held + b.held,
    recorded: a.recorded + b.recorded,
    withoutIdentity: a.withoutIdentity + b.withoutIdentity,
  };
}
