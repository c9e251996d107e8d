import type { Mutant } from './patch.ts';
import {
  CLEAR_MARK,
  COMPARE_VERSION,
  COPIES,
  FIND_PARENTS,
  PLAN,
  READ_INPUTS,
  READ_STORED,
  RECOMPUTE,
  RESOLVE,
  ROLL_UP,
  STOP_WRITING,
  STORED_MARKS,
  STORED_RECORDS,
  STORED_STATISTICS,
  UNITE,
} from './places.ts';

/** Of how usage is recorded, rolled up and read. */
export const RECORDING_MUTANTS: readonly Mutant[] = [
  {
    name: 'no claim: the last write wins',
    patches: [
      {
        file: STORED_RECORDS,
        from: "if (place) return { kind: 'taken', place };",
        to: '',
      },
    ],
    workload: 'uniform',
    within: 100,
  },
  {
    name: 'a duplicate keeps its own time',
    patches: [
      {
        file: RESOLVE,
        from: 'const record: UsageRecord = place.record;',
        to: 'const record: UsageRecord = { ...place.record, occurredAtMs: reports[0].occurredAtMs };',
      },
    ],
    workload: 'uniform',
    within: 100,
  },
  {
    name: 'a duplicate is acknowledged without segment and mark',
    patches: [
      {
        file: RESOLVE,
        from: 'if (applied.record === record) return { outcomes: applied.outcomes, records: [record], redirects };',
        to: 'if (applied.record === record) return { outcomes: applied.outcomes, records: [], redirects };',
      },
    ],
    workload: 'uniform',
    within: 100,
  },
  {
    name: 'no union of copies',
    patches: [{ file: UNITE, from: 'return seen.add(copy);', to: 'return true;' }],
    workload: 'uniform',
    within: 100,
  },
  {
    name: 'the mark is deleted before the recomputation',
    patches: [
      {
        file: ROLL_UP,
        from: 'const begunAtMs = deps.clock();',
        to: 'const begunAtMs = deps.clock();\n  const deleted = await deps.store.deleteMark(mark);',
      },
      { file: ROLL_UP, from: CLEAR_MARK, to: 'return { clean: deleted, ...found };' },
    ],
    workload: 'uniform',
    within: 500,
  },
  {
    name: 'marks have a constant token',
    patches: [
      { file: COPIES, from: 'token: deps.newToken(),', to: "token: 'constant'," },
      { file: ROLL_UP, from: 'token: deps.newToken(),', to: "token: 'constant'," },
    ],
    workload: 'uniform',
    within: 1500,
  },
  {
    name: 'the token is read again after the inputs',
    patches: [
      {
        file: ROLL_UP,
        from: FIND_PARENTS,
        to: `mark = (await deps.store.listMarks(bucket.period)).find((m) => m.bucketId === bucket.id) ?? mark;\n${FIND_PARENTS}`,
      },
    ],
    workload: 'uniform',
    within: 3000,
  },
  {
    name: 'the mark is put before the segment',
    patches: [
      {
        file: COPIES,
        from: 'const stored = await Promise.all(',
        to: `try {
          await deps.store.putMark({
            period: 'hour', bucketId: deps.calendar.finestAt(bucketStartMs).id, token: deps.newToken(), firstMarkedAtMs: nowMs,
          });
        } catch (error) {
          for (const [, ofSlice] of slices) for (const record of ofSlice) failures.set(keyText(record), error);
        }
        const stored = await Promise.all(`,
      },
      { file: COPIES, from: 'if (!stored.includes(true)) return;', to: 'return;' },
    ],
    workload: 'races',
    within: 200,
  },
  {
    name: 'a mark is deleted regardless of its token',
    patches: [
      {
        file: STORED_MARKS,
        from: 'marks.get(keyOf(mark))?.token === mark.token && marks',
        to: 'marks',
      },
    ],
    workload: 'uniform',
    within: 1500,
  },
  {
    name: 'statistics are written without a comparison',
    patches: [{ file: STORED_STATISTICS, from: COMPARE_VERSION, to: '' }],
    workload: 'races',
    within: 500,
  },
  {
    name: 'the mark is cleared although a comparison failed',
    patches: [{ file: RECOMPUTE, from: STOP_WRITING, to: 'if (results.includes(false)) return true;' }],
    workload: 'races',
    within: 2000,
  },
  {
    name: "the mark is deleted before the parent's is put",
    patches: [
      {
        file: ROLL_UP,
        from: FIND_PARENTS,
        to: `const clear = () => deps.store.deleteMark(mark);\n  const clean = written && (await clear());\n  ${FIND_PARENTS}`,
      },
      { file: ROLL_UP, from: CLEAR_MARK, to: 'return { clean, ...found };' },
    ],
    workload: 'uniform',
    within: 500,
  },
  {
    name: 'the larger count wins instead of the version that was read',
    patches: [
      {
        file: STORED_STATISTICS,
        from: COMPARE_VERSION,
        to: 'if ((items.get(item.id)?.statistics.count ?? -1) >= item.statistics.count) return false;',
      },
    ],
    workload: 'overtaking',
    first: 11_970,
    within: 20,
  },
  {
    name: 'the old item is read after the inputs',
    patches: [
      { file: RECOMPUTE, from: READ_STORED, to: 'const inputs = await readInputs(deps, bucket);' },
      {
        file: RECOMPUTE,
        from: READ_INPUTS,
        to: 'const stored = await readStored(deps.store, bucket);\n  const folded = inputs;',
      },
    ],
    workload: 'races',
    within: 2000,
  },
  {
    name: 'a reader ignores the marks',
    patches: [
      {
        file: PLAN,
        from: 'return new PendingBuckets(calendar, marks, isFrozen);',
        to: 'return new PendingBuckets(calendar, [], isFrozen);',
      },
    ],
    workload: 'uniform',
    within: 100,
  },
  {
    name: 'a reader reads the marks coarsest first',
    patches: [
      {
        file: PLAN,
        from: 'for (const period of BUCKET_PERIODS) marks',
        to: 'for (const period of BUCKET_PERIODS.toReversed()) marks',
      },
    ],
    workload: 'races',
    first: 2_655,
    within: 20,
  },
];
