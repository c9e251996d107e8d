import { PARTIAL, rankOf, TOTALS_ONLY } from '../ledger/write/join.ts';
import type { RecordCost } from '../pricing/record-cost.ts';
import type { UsageRecord } from '../usage/record.ts';
import { RECORD_SOURCES, type RecordSource, sourceOf } from '../usage/source.ts';

/** What the records of one source lack. */
export interface SourceCounts {
  readonly records: number;
  /** Of calls that broke off, and that nothing completed. */
  readonly partial: number;
  /** Of which nobody reported more than totals, so that their price is an assumption. */
  readonly totalsOnly: number;
  readonly withoutUser: number;
  /** Something of them has no price. */
  readonly unpriced: number;
}

const NONE: SourceCounts = { records: 0, partial: 0, totalsOnly: 0, withoutUser: 0, unpriced: 0 };

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
    const { records, partial, totalsOnly, withoutUser, unpriced } = this.#counts.get(source) ?? NONE;
    this.#counts.set(source, {
      records: records + added.records,
      partial: partial + added.partial,
      totalsOnly: totalsOnly + added.totalsOnly,
      withoutUser: withoutUser + added.withoutUser,
      unpriced: unpriced + added.unpriced,
    });
  }
}

/** The counts of a source without records. */
export function countsOf(
  sources: ReadonlyMap<RecordSource, SourceCounts>,
  source: RecordSource,
): SourceCounts {
  return sources.get(source) ?? NONE;
}
