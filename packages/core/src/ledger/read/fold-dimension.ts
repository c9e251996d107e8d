import type { Pricer } from '../../pricing/pricer.ts';
import { foldSegments } from '../fold.ts';
import type { Dimension, SegmentStore } from '../ledger-store.ts';
import type { Statistics } from '../statistics.ts';

/** Folds what occurred in [fromMs, toMs) for the values of one dimension, and counts the records. */
export type FoldDimension = (
  store: Pick<SegmentStore, 'readSegments'>,
  fromMs: number,
  toMs: number,
  pricer: Pricer,
  dimension: Dimension,
) => Promise<{ readonly folded: ReadonlyMap<string, Statistics>; readonly count: number }>;

/** Folds it each time. */
export const foldDimension: FoldDimension = async (store, fromMs, toMs, pricer, dimension) => {
  const { folded, count } = await foldSegments(store, fromMs, toMs, pricer, [dimension]);
  return { folded: folded[dimension], count };
};

/**
 * For a reader that asks more than once, about these dimensions only: what was folded for one stands for all, and counts in the
 * reader's budget once.
 */
export function foldOnce(dimensions: readonly Dimension[]): FoldDimension {
  const results = new Map<string, ReturnType<typeof foldSegments>>();
  return async (store, fromMs, toMs, pricer, dimension) => {
    const key = `${fromMs}-${toMs}`;
    const known = results.get(key);
    const result = known ?? foldSegments(store, fromMs, toMs, pricer, dimensions);
    results.set(key, result);
    const { folded, count } = await result;
    return { folded: folded[dimension], count: known ? 0 : count };
  };
}
