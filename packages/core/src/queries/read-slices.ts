import type { SegmentStore } from '../ledger/ledger-store.ts';
import { isCounted, uniteCopies } from '../ledger/unite-copies.ts';
import { SLICE_MS, sliceStart } from '../time/bucket.ts';
import type { UsageRecord } from '../usage/record.ts';
import type { Order } from './hours-holding.ts';
import type { TimeSpan } from './previous-range.ts';

/** The most slices read at once: reading starts with one, which often is enough for a page, then doubles. */
const MAX_CONCURRENT_SLICES = 8;

export interface Slice {
  readonly sliceStartMs: number;
  /** Each call once, in no particular order; also those outside of the spans. */
  readonly records: readonly UsageRecord[];
}

/** The slices of several spans, in order. All bounds but the first and last must be bounds of slices. */
export async function* readSlices(
  store: Pick<SegmentStore, 'readSegments'>,
  spans: AsyncIterable<TimeSpan>,
  order: Order,
): AsyncGenerator<Slice> {
  let width = 1;
  for await (const span of spans) {
    const slices = slicesOf(span, order);
    for (let start = 0; start < slices.length; ) {
      const ahead = slices.slice(start, start + width);
      yield* await Promise.all(ahead.map((sliceStartMs) => readSlice(store, sliceStartMs)));
      start += ahead.length;
      width = Math.min(2 * width, MAX_CONCURRENT_SLICES);
    }
  }
}

function slicesOf({ fromMs, toMs }: TimeSpan, order: Order): readonly number[] {
  const slices: number[] = [];
  for (let ms = sliceStart(fromMs); ms < toMs; ms += SLICE_MS) slices.push(ms);
  return order === 'newest' ? slices.toReversed() : slices;
}

async function readSlice(store: Pick<SegmentStore, 'readSegments'>, sliceStartMs: number): Promise<Slice> {
  const records: UsageRecord[] = [];
  for await (const page of uniteCopies(store, sliceStartMs))
    for (const record of page) if (isCounted(record)) records.push(record);
  return { sliceStartMs, records };
}
