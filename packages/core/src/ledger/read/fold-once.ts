import { foldSegments } from '../fold.ts';
import type { ReadDeps } from './source-reader.ts';

type Fold = typeof foldSegments;

/** For a reader whose questions overlap: what was folded for one stands for all, and counts in the reader's budget once. */
export function foldOnce({ fold = foldSegments }: Pick<ReadDeps, 'fold'>): Fold {
  const results = new Map<string, ReturnType<Fold>>();
  return async (store, fromMs, toMs, pricer) => {
    const key = `${fromMs}-${toMs}`;
    const known = results.get(key);
    if (known) return { folded: (await known).folded, count: 0 };
    const result = fold(store, fromMs, toMs, pricer);
    results.set(key, result);
    return result;
  };
}
