import { ALL_ID } from '../ledger/fold.ts';
import type { Dimension } from '../ledger/ledger-store.ts';
import { type CellFilter, filterCells } from '../ledger/read/cell-filter.ts';
import { keyOf, type SourceReader } from '../ledger/read/source-reader.ts';
import { expiresAtMs } from '../ledger/retention.ts';
import { isEmpty, type Statistics } from '../ledger/statistics.ts';
import type { Bucket } from '../time/bucket.ts';
import type { TimeSpan } from './previous-range.ts';
import type { RecordFilter } from './record-filter.ts';

export type Order = 'newest' | 'oldest';

/** Days read at a time: their hours fit into the batches that DynamoDB reads at once. */
const DAYS_AT_A_TIME = 14;

/**
 * The parts of a range, at most an hour each, that may contain a record of the requested access key, user, models and
 * features. Skips days and hours whose statistics count none, and those whose records have expired.
 */
export async function* hoursHolding(
  reader: SourceReader,
  filter: RecordFilter,
  order: Order,
): AsyncGenerator<TimeSpan> {
  const { calendar, retention } = reader.deps;
  const isThere = ({ endMs }: Bucket) => expiresAtMs(endMs - 1, retention) > reader.asOfMs;
  const arranged = (buckets: readonly Bucket[]) => (order === 'newest' ? buckets.toReversed() : buckets);
  const hoursOf = (day: Bucket) =>
    calendar
      .children(day)
      .filter((hour) => hour.startMs < filter.toMs && hour.endMs > filter.fromMs && isThere(hour));

  const days = arranged(calendar.bucketsBetween('day', filter.fromMs, filter.toMs));
  for (let start = 0; start < days.length; start += DAYS_AT_A_TIME) {
    const hours = new Map(
      days.slice(start, start + DAYS_AT_A_TIME).map((day) => [day, arranged(hoursOf(day))] as const),
    );
    const there = [...hours.keys()].filter((day) => hours.get(day)?.length);
    // An hour that midnight divides belongs to two days; each yields its part.
    const parts = (await thoseHolding(reader, filter, there)).flatMap((day) =>
      (hours.get(day) ?? []).map((hour) => ({ day, hour })),
    );
    const distinct = new Map(parts.map(({ hour }) => [hour.id, hour]));
    const kept = new Set((await thoseHolding(reader, filter, [...distinct.values()])).map(({ id }) => id));
    for (const { day, hour } of parts.filter((part) => kept.has(part.hour.id))) {
      yield {
        fromMs: Math.max(filter.fromMs, day.startMs, hour.startMs),
        toMs: Math.min(filter.toMs, day.endMs, hour.endMs),
      };
    }
  }
}

/** The buckets that are pending, or whose statistics count something for every requested dimension value. */
async function thoseHolding(
  reader: SourceReader,
  filter: RecordFilter,
  buckets: readonly Bucket[],
): Promise<readonly Bucket[]> {
  const clean = buckets.filter((bucket) => !reader.isPending(bucket));
  const counted: ReadonlyMap<string, Statistics>[] = [];
  for (const [dimension, id] of valuesOf(filter)) {
    counted.push(
      await reader.stored(
        dimension,
        id,
        clean.map((bucket) => ({ bucket })),
      ),
    );
  }
  return buckets.filter(
    (bucket) =>
      reader.isPending(bucket) || counted.every((statistics) => holds(statistics.get(keyOf(bucket)), filter)),
  );
}

function valuesOf({ accessKeyId, userId }: RecordFilter): readonly (readonly [Dimension, string])[] {
  const values: [Dimension, string][] = [];
  if (accessKeyId !== undefined) values.push(['access_key', accessKeyId]);
  if (userId !== undefined) values.push(['user', userId]);
  return values.length > 0 ? values : [['all', ALL_ID]];
}

function holds(statistics: Statistics | undefined, filter: CellFilter): boolean {
  return statistics !== undefined && !isEmpty(filterCells(statistics, filter));
}
