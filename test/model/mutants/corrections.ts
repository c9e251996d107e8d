import type { Mutant } from './patch.ts';
import { CORRECTION, RECOMPUTE, REPRICE, ROLL_UP, STORED_MARKS, STORED_STATISTICS } from './places.ts';

/** Of what may make statistics count less, or otherwise: repairs, and prices. */
export const CORRECTION_MUTANTS: readonly Mutant[] = [
  {
    name: 'prices: a roll-up reads them before its marks',
    patches: [
      {
        file: ROLL_UP,
        from: 'for (const period of BUCKET_PERIODS) {',
        to: 'const prices = await deps.readPrices();\n  deps = { ...deps, readPrices: async () => prices };\n  for (const period of BUCKET_PERIODS) {',
      },
    ],
    workload: 'repricing',
    within: 2000,
  },
  {
    name: 'prices: hours are marked before they are assigned to other prices',
    patches: [
      {
        file: REPRICE,
        from: 'let stored = hours.length === 0;',
        to: 'await markBuckets(deps, hours, true);\n  let stored = hours.length === 0;',
      },
      { file: REPRICE, from: 'await markBuckets(deps, buckets, true);', to: '' },
    ],
    workload: 'repricing',
    first: 140,
    within: 20,
  },
  {
    name: 'repair: a consumer that marks again drops the request for a repair',
    patches: [
      {
        file: STORED_MARKS,
        from: 'repair = stored?.repair, prompt =',
        to: 'repair, prompt =',
      },
    ],
    workload: 'repairs',
    within: 2000,
  },
  {
    name: 'repair: the parent is not asked for a repair',
    patches: [{ file: ROLL_UP, from: '...(mark.repair ? { repair: true } : {}),', to: '' }],
    workload: 'repairs',
    within: 500,
  },
  {
    name: 'repair: the count is compared and swapped instead of the version',
    patches: [
      {
        file: STORED_STATISTICS,
        from: 'version: `write ${writeCount}`',
        to: 'version: `count ${item.statistics.count}`',
      },
    ],
    workload: 'repairs',
    first: 3_110,
    within: 20,
  },
  {
    name: 'repair: items that are already right are not written again',
    patches: [{ file: RECOMPUTE, from: 'else if (repair || !old ||', to: 'else if (!old ||' }],
    workload: 'repairs',
    first: 5_830,
    within: 20,
  },
  {
    name: 'repair: equal counts are taken for equal sets',
    patches: [
      {
        file: RECOMPUTE,
        from: '!sameStatistics(old.statistics, statistics)) {',
        to: 'old.statistics.count !== statistics.count) {',
      },
    ],
    workload: 'repairs',
    first: 11_310,
    within: 20,
  },
  {
    name: 'repair: the items of the old content need not exist before the correction',
    patches: [
      {
        file: CORRECTION,
        from: 'for (const dimension of DIMENSIONS) {\n        const key =',
        to: 'for (const dimension of []) {\n        const key =',
      },
    ],
    workload: 'repairs',
    within: 2000,
  },
];
