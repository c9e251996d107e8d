import type { Mutant } from './patch.ts';
import { READ_LISTS, RECOMPUTE, WRITE_LISTS } from './places.ts';

/** Of lists of all access keys and users. */
export const LIST_MUTANTS: readonly Mutant[] = [
  {
    name: 'lists: the version is read again after the inputs',
    patches: [
      {
        file: WRITE_LISTS,
        from: 'const old = stored.get(key.id);',
        to: 'const [old] = await store.getExcerpts([key]);',
      },
    ],
    workload: 'races',
    within: 2000,
  },
  {
    name: 'lists: the mark goes although a list was not written',
    patches: [{ file: WRITE_LISTS, from: 'old?.version))) return false;', to: 'old?.version))) continue;' }],
    workload: 'races',
    first: 830,
    within: 20,
  },
  {
    name: 'lists: the mark goes although hours in the middle of a change were left out',
    patches: [{ file: WRITE_LISTS, from: 'if (!isWhole) areWhole = false;', to: '' }],
    workload: 'races',
    first: 30,
    within: 20,
  },
  {
    name: 'lists: everything is written although one of its parts could not be',
    patches: [
      {
        file: RECOMPUTE,
        from: "    changesOf('all'),\n  ]);",
        to: "  ]);\n  written = (await writeInOrder(deps.store, [changesOf('all')])) && written;",
      },
    ],
    workload: 'names',
    first: 40_003_345,
    within: 1,
  },
  {
    name: 'lists: one of hours in the middle of a change is written',
    patches: [
      {
        file: WRITE_LISTS,
        from: 'const isWhole = sameProgress(progressOf(list), everything);',
        to: 'const isWhole = true;',
      },
    ],
    workload: 'uniform',
    first: 270,
    within: 20,
  },
  {
    name: 'lists: a late record does not change them',
    patches: [
      {
        file: WRITE_LISTS,
        from: 'if (old && !repair && sameProgress(old, everything)) continue;',
        to: 'if (old) continue;',
      },
    ],
    workload: 'uniform',
    within: 500,
  },
  {
    name: 'lists: a reader trusts those of hours, which may be behind',
    patches: [
      {
        file: READ_LISTS,
        from: 'found && sameProgress(found, everything) ? found.cells : undefined',
        to: 'found?.cells',
      },
    ],
    workload: 'races',
    first: 310,
    within: 20,
  },
  {
    name: 'lists: what was read of one holds for later versions of its bucket too',
    patches: [{ file: READ_LISTS, from: 'key.id, everything.version, chosen', to: 'key.id, chosen' }],
    workload: 'races',
    first: 1810,
    within: 20,
  },
  {
    name: 'lists: a repair that leaves nothing writes none where there were none',
    patches: [
      {
        file: WRITE_LISTS,
        from: 'const mayBeWritten = repair && hadItems;',
        to: 'const mayBeWritten = false;',
      },
    ],
    workload: 'repairs',
    first: 90_003_552,
    within: 1,
  },
];
