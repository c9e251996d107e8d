import { PARTIAL, rankOf, TOTALS_ONLY } from '../ledger/write/join.ts';
import type { RecordCost } from '../pricing/record-cost.ts';
import { arrivedLate, type UsageRecord } from '../usage/record.ts';
import { RECORD_SOURCES, type RecordSource, sourceOf } from '../usage/source.ts';

/** What the records of one source lack. */
export interface SourceCounts {
  readonly records: number;
  /** Of calls that broke off, and that nothing completed. */
  readonly partial: number;
  /** Of which nobody reported more than totals, so that their price is an assumption. */
  readonly totalsOnly: number;
  readonly withoutUser: number;
  readonly withoutFeature: number;
  /** With cache writes whose time-to-live was not reported. */
  readonly unattributed: number;
  /** Received more than an hour after they occurred. */
  readonly late: number;
  /** Something of them has no price. */
  readonly unpriced: number;
}

/** The counts of a source without records. */
export const NO_RECORDS: SourceCounts = {
  records: 0,
  partial: 0,
  totalsOnly: 0,
  withoutUser: 0,
  withoutFeature: 0,
  unattributed: 0,
  late: 0,
  unpriced: 0,
};
const COUNTS = Object.keys(NO_RECORDS) as (keyof SourceCounts)[];

export function addCounts(a: SourceCounts, b: SourceCounts): SourceCounts {
  return Object.fromEntries(COUNTS.map((name) => [name, a[name] + b[name]])) as unknown as SourceCounts;
}

/** Counts records by how they were captured. */
export class SourceTally {
  readonly #counts = new Map<RecordSource, SourceCounts>();

  add(record: UsageRecord, { unpriced }: Pick<RecordCost, 'unpriced'>): void {
    const rank = rankOf(record);
    this.#addCounts(sourceOf(record), {
      records: 1,
      partial: Number(rank === PARTIAL),
      totalsOnly: Number(rank === TOTALS_ONLY),
      withoutUser: Number(record.userId === undefined),
      withoutFeature: Number(record.feature === undefined),
      unattributed: Number(record.tokens.cacheCreationUnattributed > 0),
      late: Number(arrivedLate(record)),
      unpriced: Number(unpriced),
    });
  }

  addTally(other: SourceTally): void {
    for (const [source, counts] of other.#counts) this.#addCounts(source, counts);
  }

  /** The sources that have records, in the order of the list of sources. */
  result(): ReadonlyMap<RecordSource, SourceCounts> {
    return new Map(
      RECORD_SOURCES.flatMap((source) => {
        const counts = this.#counts.get(source);
        return counts ? [[source, counts] as const] : [];
      }),
    );
  }

  #addCounts(source: RecordSource, added: SourceCounts): void {
    this.#counts.set(source, addCounts(this.#counts.get(source) ?? NO_RECORDS, added));
  }
}

/** The counts of a source; zeros if it has no records. */
export function countsOf(
  sources: ReadonlyMap<RecordSource, SourceCounts>,
  source: RecordSource,
): SourceCounts {
  return sources.get(source) ?? NO_RECORDS;
}
