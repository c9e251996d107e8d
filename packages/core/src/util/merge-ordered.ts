import { compareIds } from './compare-ids.ts';

/**
 * Merges streams that are each ordered by distinct ids: yields every id once, in order, with the values of all streams
 * that have it. Holds one entry of each stream at a time.
 */
export async function* mergeOrdered<V>(
  streams: readonly AsyncIterable<readonly [string, V]>[],
): AsyncGenerator<{ readonly id: string; readonly values: readonly V[] }> {
  const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
  const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
  while (true) {
    let least: string | undefined;
    for (const head of heads) {
      if (!head.done && (least === undefined || compareIds(head.value[0], least) < 0)) least = head.value[0];
    }
    if (least === undefined) return;
    const values: V[] = [];
    for (const [index, head] of heads.entries()) {
      if (head.done || head.value[0] !== least) continue;
      values.push(head.value[1]);
      heads[index] = await (iterators[index] as AsyncIterator<readonly [string, V]>).next();
    }
    yield { id: least, values };
  }
}
