import { mergeStatistics, StatisticsFold } from '../ledger/fold.ts';
import { type CellFilter, filterCells } from '../ledger/read/cell-filter.ts';
import type { SourceReader } from '../ledger/read/source-reader.ts';
import { isEmpty, type Statistics } from '../ledger/statistics.ts';
import { type Bucket, HOUR_MS, hourStart, type Period } from '../time/bucket.ts';
import { iso } from '../time/clock.ts';
import { hoursHolding } from './hours-holding.ts';
import type { TimeSpan } from './previous-range.ts';
import { readSlices } from './read-slices.ts';
import { matchesFilter } from './record-filter.ts';
import type { Pair } from './visible-subject.ts';

/*
 * Statistics are kept by access key and by user, not by both together: there would be one item per pair. What one user
 * used through one access key is summed from the records, as far as these are kept and not too many.
 */

/** The most records read for one sum or series, including those of other users and keys in the same slices. */
export const MAX_PAIR_RECORDS = 200_000;
/**
 * The most slices of five minutes read: all of 31 days. Slices in which the user or the access key used nothing are
 * skipped.
 */
export const MAX_PAIR_SLICES = 8_928;
/** An HTTP API waits at most 30 seconds, and the previous range may have to be read as well. */
const MAX_PAIR_MS = 10_000;

export interface PairBudget {
  readonly maxRecords: number;
  readonly maxSlices: number;
  readonly maxMs: number;
}

const BUDGET: PairBudget = { maxRecords: MAX_PAIR_RECORDS, maxSlices: MAX_PAIR_SLICES, maxMs: MAX_PAIR_MS };

/** The range begins before the records that the answer needs are kept. */
export class RecordsNotKeptError extends RangeError {
  override name = 'RecordsNotKeptError';

  constructor(keptFromMs: number) {
    super(
      `must not be before ${iso(keptFromMs)}: what a user used through one access key is summed from records, and older ones have expired`,
    );
  }
}

/** The answer would have to read more than one answer may. */
export class TooManyRecordsError extends RangeError {
  override name = 'TooManyRecordsError';

  constructor({ maxRecords, maxSlices }: PairBudget) {
    super(
      `What a user used through one access key is summed from at most ${maxRecords} records in ${maxSlices} slices of five minutes. Ask for a shorter range, or export the records.`,
    );
  }
}

/**
 * What one user used through one access key: the buckets of the range with any usage, in order. Includes everything
 * acknowledged before the reader began, once, like `readRecords`.
 *
 * @throws RecordsNotKeptError when an hour of the range is frozen.
 * @throws TooManyRecordsError
 */
export async function* readPair(
  reader: SourceReader,
  pair: Pair,
  { period, models, features, ...span }: CellFilter & TimeSpan & { readonly period: Period },
  budget: PairBudget = BUDGET,
): AsyncGenerator<{ readonly bucket: Bucket; readonly statistics: Statistics }> {
  checkKept(reader, span);
  const { calendar, store, clock } = reader.deps;
  const ofModels = models && { models };
  const filter = { ...pair, ...span, ...(features && { features }) };
  const startedMs = clock();
  const prices = await reader.prices();
  let [slicesRead, recordsRead] = [0, 0];
  let bucket: Bucket | undefined;
  let parts: Statistics[] = [];
  for await (const slice of readSlices(
    store,
    hoursHolding(reader, { ...filter, ...ofModels }, 'oldest'),
    'oldest',
  )) {
    slicesRead += 1;
    recordsRead += slice.records.length;
    const isLate = clock() - startedMs > budget.maxMs;
    if (slicesRead > budget.maxSlices || recordsRead > budget.maxRecords || isLate)
      throw new TooManyRecordsError(budget);

    const wanted = slice.records.filter((record) => matchesFilter(filter, record));
    if (wanted.length === 0) continue;
    const fold = new StatisticsFold(await prices.pricerAt(slice.sliceStartMs));
    for (const record of wanted) fold.add(record);
    // Models that are asked for may have worked on requests of others.
    const sum = filterCells(mergeStatistics([...fold.result().all.values()]), ofModels ?? {});
    if (isEmpty(sum)) continue;
    // Hours, and days of all zones, begin with a slice.
    const own = calendar.bucketAt(period, slice.sliceStartMs);
    if (bucket && bucket.id !== own.id) {
      yield { bucket, statistics: mergeStatistics(parts) };
      parts = [];
    }
    bucket = own;
    parts.push(sum);
  }
  if (bucket) yield { bucket, statistics: mergeStatistics(parts) };
}

/** The same as one sum over the whole range. */
export async function sumPair(
  reader: SourceReader,
  pair: Pair,
  query: CellFilter & TimeSpan,
): Promise<Statistics> {
  const parts: Statistics[] = [];
  for await (const { statistics } of readPair(reader, pair, { ...query, period: 'month' }))
    parts.push(statistics);
  return mergeStatistics(parts);
}

/** Copies of frozen hours expire in any order, so the remaining ones may be incomplete. */
function checkKept(reader: SourceReader, { fromMs, toMs }: TimeSpan): void {
  let keptFromMs: number | undefined;
  for (let ms = hourStart(fromMs); ms < Math.min(toMs, reader.asOfMs); ms += HOUR_MS)
    if (reader.isFrozen(ms)) keptFromMs = ms + HOUR_MS;
  if (keptFromMs !== undefined) throw new RecordsNotKeptError(keptFromMs);
}
