import type { Bucket } from '../../time/bucket.ts';
import { cellsOf } from '../cell-columns.ts';
import type { Dimension, StatisticsStore } from '../ledger-store.ts';
import { type ListName, ListSums, listKey, listsOf, progressOf, sameProgress } from '../lists.ts';
import type { Statistics } from '../statistics.ts';
import { type AuditDifference, compareStatistics } from './audit-difference.ts';

/**
 * Compares the lists of a bucket with its items, which it is given as they are read. Only lists that readers would use: one
 * that is missing or behind costs units, and makes no answer wrong.
 */
export class ListAudit {
  readonly #bucket: Bucket;
  readonly #expected: readonly { readonly name: ListName; readonly sums: ListSums }[];

  constructor(bucket: Bucket) {
    this.#bucket = bucket;
    this.#expected = listsOf(bucket).map((name) => ({ name, sums: new ListSums(name) }));
  }

  /** Items of a dimension come in the order of their ids. */
  add(dimension: Dimension, id: string, found: Statistics): void {
    for (const { name, sums } of this.#expected) if (name.dimension === dimension) sums.add(id, found);
  }

  async compare(store: StatisticsStore, everything: Statistics): Promise<readonly AuditDifference[]> {
    const differences: AuditDifference[] = [];
    for (const { name, sums } of this.#expected) {
      const [found] = await store.getExcerpts([listKey(this.#bucket, name)], {});
      if (!found || !sameProgress(found, progressOf(everything))) continue;
      const { dimension, breakdown } = name;
      const cells = cellsOf(found.cells);
      const place = { where: 'lists', bucket: this.#bucket, dimension } as const;
      for (const difference of compareStatistics(place, sums.result(everything), { ...found, cells })) {
        const { model: id, feature: part, ...figures } = difference;
        differences.push({
          ...figures,
          ...(id !== undefined && { id }),
          ...(breakdown && part !== undefined && { [breakdown]: part }),
        });
      }
    }
    return differences;
  }
}
