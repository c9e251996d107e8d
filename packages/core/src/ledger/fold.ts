import type { Pricer } from '../pricing/pricer.ts';
import type { ModelShare, RecordCost } from '../pricing/record-cost.ts';
import type { UsageRecord } from '../usage/record.ts';
import { totalTokens } from '../usage/token-counts.ts';
import { compareIds } from '../util/compare-ids.ts';
import { DIMENSIONS, type Dimension, type SegmentStore } from './ledger-store.ts';
import { addMeasures, type MeasureName, type Measures, NO_MEASURES } from './measures.ts';
import { type Cell, revisionsOf, type Statistics } from './statistics.ts';
import { unitedRecords } from './unite-copies.ts';
import { revisionOf } from './write/join.ts';

/** The id of the only item of dimension `all`. */
export const ALL_ID = '*';
/** Stands for a user or feature that a record does not name. Refused as a name of either. */
export const ABSENT = '-';

/** The dimension value a record counts towards. */
export function dimensionId(dimension: Dimension, record: UsageRecord): string {
  switch (dimension) {
    case 'all':
      return ALL_ID;
    case 'access_key':
      return record.accessKeyId;
    case 'user':
      return record.userId ?? ABSENT;
  }
}

/** The statistics of every dimension value that occurs in a set of records. */
export type FoldedStatistics<D extends Dimension = Dimension> = Readonly<
  Record<D, ReadonlyMap<string, Statistics>>
>;

/** Sums up distinct records for several dimensions at once; all, unless the caller needs fewer. */
export class StatisticsFold<D extends Dimension = Dimension> {
  readonly #pricer: Pricer;
  readonly #dimensions: ReadonlyMap<Dimension, Map<string, CellSums>>;

  constructor(pricer: Pricer, dimensions: readonly D[] = DIMENSIONS as readonly Dimension[] as readonly D[]) {
    this.#pricer = pricer;
    this.#dimensions = new Map(dimensions.map((dimension) => [dimension, new Map()]));
  }

  /**
   * Counts a record. The caller makes sure that none is added twice. One that was merged into another counts as progress
   * only, and one whose user was named later does so as well where it was counted before.
   *
   * @returns what it cost; undefined for one that was merged.
   */
  add(record: UsageRecord): RecordCost | undefined {
    const cost = record.mergedInto === undefined ? this.#pricer.priceRecord(record) : undefined;
    for (const [dimension, values] of this.#dimensions) {
      const sums = sumsOf(values, dimensionId(dimension, record));
      sums.addProgress(record);
      if (cost) sums.addRecord(record, cost);
      if (dimension === 'user' && record.userNamedLater) sumsOf(values, ABSENT).addProgress(record);
    }
    return cost;
  }

  result(): FoldedStatistics<D> {
    const finish = (values: ReadonlyMap<string, CellSums>) =>
      new Map([...values].map(([id, sums]) => [id, sums.result()] as const));
    const entries = [...this.#dimensions].map(([dimension, values]) => [dimension, finish(values)] as const);
    return Object.fromEntries(entries) as Record<Dimension, (typeof entries)[number][1]>;
  }
}

function sumsOf(values: Map<string, CellSums>, id: string): CellSums {
  let sums = values.get(id);
  if (!sums) values.set(id, (sums = new CellSums()));
  return sums;
}

/**
 * Folds the stored records that occurred in [fromMs, toMs), two instants of one hour, whose prices are `pricer`'s.
 *
 * @returns the statistics, and the number of records they count.
 */
export async function foldSegments<D extends Dimension = Dimension>(
  store: Pick<SegmentStore, 'readSegments'>,
  fromMs: number,
  toMs: number,
  pricer: Pricer,
  dimensions?: readonly D[],
): Promise<{ readonly folded: FoldedStatistics<D>; readonly count: number }> {
  const fold = new StatisticsFold(pricer, dimensions);
  let count = 0;
  for await (const records of unitedRecords(store, fromMs, toMs)) {
    for (const record of records) fold.add(record);
    count += records.length;
  }
  return { folded: fold.result(), count };
}

/** The statistics of the union of disjoint sets of records. Associative and commutative. */
export function mergeStatistics(parts: readonly Statistics[]): Statistics {
  const sums = new CellSums();
  for (const part of parts) sums.addStatistics(part);
  return sums.result();
}

/** What one record counts, over all models that worked on it. */
export function measuresOfRecord(record: UsageRecord, cost: RecordCost): Measures {
  const sums = new CellSums();
  sums.addRecord(record, cost);
  return totalMeasures(sums.result());
}

/** The totals over all cells. */
export function totalMeasures(statistics: Statistics): Measures {
  return statistics.cells.reduce((sum, cell) => addMeasures(sum, cell.measures), NO_MEASURES);
}

type MutableMeasures = Record<MeasureName, bigint>;

class CellSums {
  #count = 0;
  #revisions = 0;
  readonly #models = new Map<string, Map<string, MutableMeasures>>();

  addProgress(record: UsageRecord): void {
    this.#count += 1;
    this.#revisions += revisionOf(record) - 1;
  }

  /**
   * Counts the request under its own model, and every billed token, with its cost, under the model that did the work.
   */
  addRecord(record: UsageRecord, cost: RecordCost): void {
    const { model, feature = ABSENT } = record;
    const own = this.#cell(model, feature);
    own.requests += 1n;
    if (record.status === 'error') own.errors += 1n;
    if (cost.unpriced) own.unpricedRequests += 1n;
    if (cost.uncertain) own.uncertainRequests += 1n;
    if (record.billedTo !== undefined) own.billedElsewhereRequests += 1n;
    let unreported = -totalTokens(record.tokens);
    for (const share of cost.shares) {
      const total = totalTokens(share.tokens);
      if (share.model === model) {
        addShare(own, share);
        unreported += total;
      } else if (total > 0) {
        const sums = this.#cell(share.model, feature);
        addShare(sums, share);
        sums.unreportedTokens += BigInt(total);
      }
    }
    if (unreported !== 0) own.unreportedTokens += BigInt(unreported);
  }

  addStatistics(statistics: Statistics): void {
    this.#count += statistics.count;
    this.#revisions += revisionsOf(statistics);
    for (const { model, feature, measures } of statistics.cells) {
      const sums = this.#cell(model, feature);
      Object.assign(sums, addMeasures(sums, measures));
    }
  }

  result(): Statistics {
    const cells: Cell[] = [];
    for (const [model, features] of sorted(this.#models)) {
      for (const [feature, measures] of sorted(features))
        cells.push({ model, feature, measures: { ...measures } });
    }
    return { count: this.#count, ...(this.#revisions > 0 && { revisions: this.#revisions }), cells };
  }

  #cell(model: string, feature: string): MutableMeasures {
    let features = this.#models.get(model);
    if (!features) this.#models.set(model, (features = new Map()));
    let sums = features.get(feature);
    if (!sums) features.set(feature, (sums = { ...NO_MEASURES }));
    return sums;
  }
}

function addShare(sums: MutableMeasures, { tokens, netNanoDollars, listNanoDollars }: ModelShare): void {
  sums.input += BigInt(tokens.input);
  sums.output += BigInt(tokens.output);
  sums.cacheCreation5m += BigInt(tokens.cacheCreation5m);
  sums.cacheCreation1h += BigInt(tokens.cacheCreation1h);
  sums.cacheCreationUnattributed += BigInt(tokens.cacheCreationUnattributed);
  sums.cacheRead += BigInt(tokens.cacheRead);
  sums.cost += netNanoDollars;
  sums.discount += listNanoDollars - netNanoDollars;
}

function sorted<V>(map: ReadonlyMap<string, V>): [string, V][] {
  return [...map].toSorted(([a], [b]) => compareIds(a, b));
}
