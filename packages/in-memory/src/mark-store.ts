import { compareIds, type Mark, type MarkStore, withoutAbsent } from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import type { InMemoryStoreOptions } from './store-options.ts';

/** What waits for the roll-up. */
export function createInMemoryMarkStore({ step }: Pick<InMemoryStoreOptions, 'step'>): MarkStore {
  const marks = new Map<string, Mark>();

  return {
    putMark: (mark) =>
      step('putMark', () => {
        const stored = marks.get(keyOf(mark));
        const { period, bucketId, token, repair = stored?.repair, prompt = stored?.prompt } = mark;
        const { firstMarkedAtMs } = stored ?? mark;
        const kept = withoutAbsent({ repair, prompt, failure: stored?.failure });
        marks.set(keyOf(mark), frozenCopy({ period, bucketId, token, firstMarkedAtMs, ...kept }));
      }),

    noteFailure: (mark, failure) =>
      step('noteFailure', () => {
        const stored = marks.get(keyOf(mark));
        if (stored?.token === mark.token) marks.set(keyOf(mark), frozenCopy({ ...stored, failure }));
      }),

    listMarks: (period) =>
      step('listMarks', () =>
        [...marks.values()]
          .filter((mark) => mark.period === period)
          .toSorted((a, b) => compareIds(a.bucketId, b.bucketId)),
      ),

    deleteMark: (mark) =>
      step('deleteMark', () => marks.get(keyOf(mark))?.token === mark.token && marks.delete(keyOf(mark))),
  };
}

function keyOf({ period, bucketId }: Mark): string {
  return `${period} ${bucketId}`;
}
