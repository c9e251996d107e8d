import type { Prices, ReadPrices } from '../../pricing/prices.ts';
import type { Bucket } from '../../time/bucket.ts';
import { type Calendar, hourBucket } from '../../time/calendar.ts';
import type { Clock } from '../../time/clock.ts';
import { mapConcurrently } from '../../util/map-concurrently.ts';
import { totalMeasures } from '../fold.ts';
import type { Dimension, MarkStore, SegmentStore, StatisticsStore } from '../ledger-store.ts';
import { type Measures, NO_MEASURES } from '../measures.ts';
import { frozenBefore, isFrozen, type Retention } from '../retention.ts';
import type { Statistics } from '../statistics.ts';
import { type CellFilter, filterCells } from './cell-filter.ts';
import { type FoldDimension, foldDimension } from './fold-dimension.ts';
import type { ListCache } from './list-cache.ts';
import { type IsFrozen, type PendingBuckets, planSources, readPending, type Source } from './read-plan.ts';

/** Hours folded at a time. */
const CONCURRENT_FOLDS = 4;

/** After so many records folded live, the oldest hours of a mass backfill are answered from their statistics instead. */
export const MAX_LIVE_RECORDS = 1_000_000;

export interface ReadDeps {
  readonly store: MarkStore & SegmentStore & StatisticsStore;
  readonly calendar: Calendar;
  readonly clock: Clock;
  readonly retention: Retention;
  readonly readPrices: ReadPrices;
  /** Default: `MAX_LIVE_RECORDS`. */
  readonly maxLiveRecords?: number;
  /** For several readers that share what they fold. Default: `foldDimension`. */
  readonly fold?: FoldDimension;
  /** Default: none. */
  readonly listCache?: ListCache;
}

/** What an answer says about itself. */
export interface Freshness {
  /** Everything acknowledged by then is in the answer. */
  readonly asOfMs: number;
  /** Hours in the range that are not rolled up yet; they were folded while reading. */
  readonly pendingHours: readonly Bucket[];
  /** Of these, the hours beyond the budget: answered from statistics that may lag behind until the next roll-up. */
  readonly inexactHours: readonly Bucket[];
  /** What occurred before this instant never changes again. */
  readonly frozenBeforeMs: number;
}

/**
 * Reads the parts of one answer, by a plan made from the marks that were there when it began. So the parts fit together,
 * and every record acknowledged before is in one of them, exactly once, however late the roll-up is.
 */
export class SourceReader {
  readonly deps: ReadDeps;
  readonly asOfMs: number;
  readonly #context: {
    readonly calendar: Calendar;
    readonly pending: PendingBuckets;
    readonly isFrozen: IsFrozen;
  };
  #liveRecords = 0;
  #prices: Promise<Prices> | undefined;
  readonly #inexactHours = new Map<string, Bucket>();

  private constructor(deps: ReadDeps, asOfMs: number, pending: PendingBuckets, frozen: IsFrozen) {
    this.deps = deps;
    this.asOfMs = asOfMs;
    this.#context = { calendar: deps.calendar, pending, isFrozen: frozen };
  }

  static async begin(deps: ReadDeps): Promise<SourceReader> {
    const asOfMs = deps.clock();
    const frozen = ({ startMs }: Bucket) => isFrozen(startMs, asOfMs, deps.retention);
    return new SourceReader(deps, asOfMs, await readPending(deps.store, deps.calendar, frozen), frozen);
  }

  /** Another reader of the same marks, for another question at the same time. */
  another(): SourceReader {
    const { pending, isFrozen: frozen } = this.#context;
    return new SourceReader(this.deps, this.asOfMs, pending, frozen);
  }

  /** The prices that hold, read once for the answer. */
  prices(): Promise<Prices> {
    return (this.#prices ??= this.deps.readPrices());
  }

  /** How fresh an answer about [fromMs, toMs) is, once all of it was read. */
  freshness(fromMs: number, toMs: number): Freshness {
    const within = ({ startMs, endMs }: Bucket) => startMs < toMs && endMs > fromMs;
    return {
      asOfMs: this.asOfMs,
      pendingHours: this.#context.pending.hours.filter(within),
      inexactHours: [...this.#inexactHours.values()].filter(within).toSorted((a, b) => a.startMs - b.startMs),
      frozenBeforeMs: frozenBefore(this.asOfMs, this.deps.retention),
    };
  }

  /** Whether the hour an instant lies in is frozen: of it only statistics are kept. */
  isFrozen(ms: number): boolean {
    return this.#context.isFrozen(hourBucket(ms));
  }

  /** Whether a bucket's statistics may lack something that was acknowledged. */
  isPending(bucket: Bucket): boolean {
    return this.#context.pending.has(bucket);
  }

  /** The sources of the part of [fromMs, toMs) that lies in a bucket. @throws FrozenPartialHourError */
  plan(bucket: Bucket, fromMs: number, toMs: number): Source[] {
    return planSources(this.#context, bucket, fromMs, toMs);
  }

  /** The fewest sources of a whole range: months where that is possible. @throws FrozenPartialHourError */
  planRange(fromMs: number, toMs: number): Source[] {
    const months = this.deps.calendar.bucketsBetween('month', fromMs, toMs);
    return months.flatMap((month) => this.plan(month, fromMs, toMs));
  }

  /** The stored statistics of one dimension value, by `keyOf` its bucket. */
  async stored(
    dimension: Dimension,
    id: string,
    sources: readonly { readonly bucket: Bucket }[],
  ): Promise<ReadonlyMap<string, Statistics>> {
    const keys = sources.map(({ bucket }) => ({ period: bucket.period, bucketId: bucket.id, dimension, id }));
    // Strongly consistent: an item is written before its mark goes, and must be seen once the mark is not.
    const items = await this.deps.store.getStatistics(keys, { consistent: true });
    return new Map(items.map((item) => [keyOf({ period: item.period, id: item.bucketId }), item.statistics]));
  }

  /** Folds the segments among the sources for the values of a dimension, newest first, as far as the budget reaches. */
  async fold(
    dimension: Dimension,
    sources: readonly Source[],
  ): Promise<ReadonlyMap<Source, ReadonlyMap<string, Statistics>>> {
    const results = new Map<Source, ReadonlyMap<string, Statistics>>();
    const segments = sources.filter((source) => source.kind === 'segments').toReversed();
    if (segments.length === 0) return results;
    const prices = await this.prices();
    await mapConcurrently(segments, CONCURRENT_FOLDS, async (source) => {
      const { bucket, fromMs, toMs } = source;
      const whole = fromMs === bucket.startMs && toMs === bucket.endMs;
      if (whole && this.#liveRecords >= (this.deps.maxLiveRecords ?? MAX_LIVE_RECORDS)) {
        const hour = hourBucket(bucket.startMs);
        this.#inexactHours.set(hour.id, hour);
        return;
      }
      const { store, fold = foldDimension } = this.deps;
      const pricer = await prices.pricerAt(bucket.startMs);
      const { folded, count } = await fold(store, fromMs, toMs, pricer, dimension);
      this.#liveRecords += count;
      results.set(source, folded);
    });
    return results;
  }

  /** What one dimension value used in each of the sources, in their order. Without a filter no cells are unpacked. */
  async totalsOf(
    dimension: Dimension,
    id: string,
    sources: readonly Source[],
    filter: CellFilter,
  ): Promise<readonly Measures[]> {
    if (filter.models || filter.features) {
      const parts = await this.statisticsOf(dimension, id, sources);
      return parts.map((part) => (part ? totalMeasures(filterCells(part, filter)) : NO_MEASURES));
    }
    const folded = await this.fold(dimension, sources);
    const unfolded = sources.filter((source) => !folded.has(source));
    const items = await this.deps.store.getTotals(
      unfolded.map(({ bucket }) => ({ period: bucket.period, bucketId: bucket.id, dimension, id })),
    );
    const stored = new Map(items.map((item) => [keyOf({ ...item, id: item.bucketId }), item.totals]));
    return sources.map((source) => {
      const statistics = folded.get(source)?.get(id);
      if (statistics) return totalMeasures(statistics);
      return stored.get(keyOf(source.bucket)) ?? NO_MEASURES;
    });
  }

  /** The statistics of one dimension value in each of the sources, in their order; absent where it has none. */
  async statisticsOf(
    dimension: Dimension,
    id: string,
    sources: readonly Source[],
  ): Promise<readonly (Statistics | undefined)[]> {
    const folded = await this.fold(dimension, sources);
    const unfolded = sources.filter((source) => !folded.has(source));
    const stored = await this.stored(dimension, id, unfolded);
    return sources.map((source) => {
      const fold = folded.get(source);
      return fold ? fold.get(id) : stored.get(keyOf(source.bucket));
    });
  }
}

/** Names a bucket among those of all periods. */
export function keyOf({ period, id }: Pick<Bucket, 'period' | 'id'>): string {
  return `${period}/${id}`;
}
