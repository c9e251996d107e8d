import type { Bucket } from '../time/bucket.ts';
import { compareIds } from '../util/compare-ids.ts';
import { ABSENT, ALL_ID, type FoldedStatistics, totalMeasures } from './fold.ts';
import type { Dimension, StatisticsExcerpt, StatisticsKey } from './ledger-store.ts';
import { addMeasures, MEASURE_NAMES, type Measures, NO_MEASURES } from './measures.ts';
import { type Cell, revisionsOf, type Statistics } from './statistics.ts';

/*
 * A list holds what a ranking needs of all values of a dimension: their totals, or their sums by model or by feature. It is
 * stored like statistics, with the same versions and parts; a cell has the value in place of the model, and the model or
 * feature the sum is of in place of the feature. Days and months have all lists, hours those of totals.
 *
 * The roll-up writes the items of a bucket first, then its lists. A list is only a faster way to read the same sums: it
 * counts as far as everything in its bucket, and readers use it only where it agrees with the item of everything in
 * records, revisions and totals. So a list that is missing or behind costs read units, and never makes an answer wrong.
 */

export type ListedDimension = Exclude<Dimension, 'all'>;
export const LISTED_DIMENSIONS = ['access_key', 'user'] as const satisfies readonly ListedDimension[];

/** What a list divides its sums by; absent: nothing. */
export type Breakdown = 'model' | 'feature';

export interface ListName {
  readonly dimension: ListedDimension;
  readonly breakdown?: Breakdown;
}

/** One row for each value: few bytes, so the roll-up keeps them current at all times. */
export const TOTALS_LISTS: readonly ListName[] = LISTED_DIMENSIONS.map((dimension) => ({ dimension }));
/** As many rows for each value as it used models, or features: ten times the bytes. */
export const BREAKDOWN_LISTS: readonly ListName[] = LISTED_DIMENSIONS.flatMap((dimension) => [
  { dimension, breakdown: 'model' },
  { dimension, breakdown: 'feature' },
]);
export const LISTS = [...TOTALS_LISTS, ...BREAKDOWN_LISTS];

/** The lists that a bucket can have. */
export function listsOf({ period }: Bucket): readonly ListName[] {
  if (period === 'leaf') return [];
  return period === 'hour' ? TOTALS_LISTS : LISTS;
}

/** Whether the roll-up keeps a list current at all times. Others may be behind, and are brought up to date at times. */
export function isKeptCurrent({ period }: Bucket, { breakdown }: ListName): boolean {
  return breakdown === undefined && period !== 'hour';
}

export function listKey(bucket: Bucket, { dimension, breakdown }: ListName): StatisticsKey {
  const id = breakdown ? `${dimension}/${breakdown}` : dimension;
  return { period: bucket.period, bucketId: bucket.id, dimension: 'list', id };
}

/** The list of a bucket's statistics. */
export function listOf(folded: FoldedStatistics, name: ListName): Statistics {
  const sums = new ListSums(name);
  const ids = [...folded[name.dimension].keys()].toSorted(compareIds);
  for (const id of ids) sums.add(id, folded[name.dimension].get(id) as Statistics);
  return sums.result(folded.all.get(ALL_ID));
}

/** Makes a list from the statistics of its values. */
export class ListSums {
  readonly #breakdown: Breakdown | undefined;
  readonly #cells: Cell[] = [];

  constructor({ breakdown }: Pick<ListName, 'breakdown'>) {
    this.#breakdown = breakdown;
  }

  /** Values are added in the order of their ids, each once. */
  add(id: string, statistics: Statistics): void {
    if (statistics.cells.length === 0) return;
    if (!this.#breakdown) {
      this.#cells.push({ model: id, feature: ABSENT, measures: totalMeasures(statistics) });
      return;
    }
    const parts = new Map<string, Measures>();
    for (const { [this.#breakdown]: part, measures } of statistics.cells)
      parts.set(part, addMeasures(parts.get(part) ?? NO_MEASURES, measures));
    const sorted = [...parts].toSorted(([a], [b]) => compareIds(a, b));
    for (const [part, measures] of sorted) this.#cells.push({ model: id, feature: part, measures });
  }

  /** `everything` is what the bucket counts: the list counts as far. */
  result(everything: Statistics = { count: 0, cells: [] }): Statistics {
    const { count } = everything;
    const revisions = revisionsOf(everything);
    return { count, ...(revisions > 0 && { revisions }), cells: this.#cells };
  }
}

/** How far statistics have come, and their totals. */
export type Progress = Pick<StatisticsExcerpt, 'count' | 'revisions' | 'totals'>;

export function progressOf(statistics: Statistics): Progress {
  const { count } = statistics;
  return { count, revisions: revisionsOf(statistics), totals: totalMeasures(statistics) };
}

/**
 * Whether two of a list and the statistics of everything count the same records at the same revisions and prices. Sets of
 * records that contain one another are equal if records and revisions are (see `Statistics`); the totals show corrections
 * as well.
 */
export function sameProgress(a: Progress, b: Progress): boolean {
  return (
    a.count === b.count &&
    a.revisions === b.revisions &&
    MEASURE_NAMES.every((name) => a.totals[name] === b.totals[name])
  );
}
