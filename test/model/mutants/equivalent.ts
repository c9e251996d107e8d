import type { EquivalentMutant } from './patch.ts';
import { RECOMPUTE, REFUSE_SHRINKING, REPRICE, WRITE_LISTS } from './places.ts';

/** Wrong looking designs that no schedule tried so far distinguishes from the right one. They are kept as a second line of defence. */
export const EQUIVALENT_MUTANTS: readonly EquivalentMutant[] = [
  {
    name: 'the item of everything is written first instead of last',
    patches: [
      {
        file: RECOMPUTE,
        from: "    changesOf('access_key'),",
        to: "    changesOf('all'),\n    changesOf('access_key'),",
      },
      {
        file: RECOMPUTE,
        from: "(change) => !isLeft(change)),\n    changesOf('all'),",
        to: '(change) => !isLeft(change)),',
      },
    ],
    workload: 'stalling',
  },
  {
    name: 'expiry: statistics may shrink, but hours freeze',
    patches: [{ file: RECOMPUTE, from: REFUSE_SHRINKING, to: 'if (false) {}' }],
    workload: 'expiry',
  },
  {
    name: 'prices: repriced hours are marked, but not for a repair',
    patches: [
      {
        file: REPRICE,
        from: 'await markBuckets(deps, buckets, true);',
        to: 'await markBuckets(deps, buckets, false);',
      },
    ],
    workload: 'repricing',
  },
  {
    name: 'lists: a repair does not write those that are already right',
    patches: [
      {
        file: WRITE_LISTS,
        from: 'if (old && !repair && sameProgress(old, everything)) continue;',
        to: 'if (old && sameProgress(old, everything)) continue;',
      },
    ],
    workload: 'repairs',
  },
];
