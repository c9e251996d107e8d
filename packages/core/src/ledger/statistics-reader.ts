import type { Dimension, MarkStore, SegmentStore, StatisticsStore } from '../ports/ledger-store.ts';
import type { Prices, ReadPrices } from '../pricing/prices.ts';
import type { Bucket } from '../time/bucket.ts';
import { type Calendar, hourBucket } from '../time/calendar.ts';
import { compareIds } from '../util/compare-ids.ts';
import { mapConcurrently } from '../util/map-concurrently.ts';
import { mergeOrdered } from '../util/merge-ordered.ts';
import { ALL_ID, type FoldedStatistics, foldSegments, mergeStatistics } from './fold.ts';
import { type IsFrozen, type PendingBuckets, planSources, type Source } from './read-plan.ts';
import type { Statistics } from './statistics.ts';
import { statisticsItems } from './statistics-items.ts';
import type { StatisticsQuery, StatisticsRow } from './statistics-query.ts';

/** How many buckets a query plans ahead. */
const BUCKETS_AHEAD = 200;
/** Of a bucket's items, about a megabyte. */
const MAX_ITEMS_PER_PAGE = 1000;
const CONCURRENT_FOLDS = 4;

/** After so many records folded live, the oldest hours of a mass backfill are answered from their statistics instead. */
const MAX_LIVE_RECORDS = 1_000_000;

export interface ReaderDeps {
  readonly store: MarkStore & SegmentStore & StatisticsStore;
  readonly calendar: Calendar;
  readonly readPrices: ReadPrices;
  /** Default: `MAX_LIVE_RECORDS`. */
  readonly maxLiveRecords?: number;
  /** For several readers that share what they fold. Default: `foldSegments`. */
  readonly fold?: typeof foldSegments;
}

/** Reads the rows of one query, by a plan made from the marks that were there when it began. */
export class StatisticsReader {
  readonly #deps: ReaderDeps;
  readonly #query: StatisticsQuery;
  readonly #context: { calendar: Calendar; pending: PendingBuckets; isFrozen: IsFrozen };
  #liveRecords = 0;
  #prices: Promise<Prices> | undefined;
  readonly #inexactHours = new Map<string, Bucket>();

  constructor(deps: ReaderDeps, query: StatisticsQuery, pending: PendingBuckets, frozen: IsFrozen) {
    this.#deps = deps;
    this.#query = query;
    this.#context = { calendar: deps.calendar, pending, isFrozen: frozen };
  }

  /** Hours of a mass backfill that were answered from statistics that may lag behind, in order. */
  get inexactHours(): readonly Bucket[] {
    return [...this.#inexactHours.values()].toSorted((a, b) => a.startMs - b.startMs);
  }

  /** One dimension value over time. Reads one row more than the limit, if there is one. */
  async series(id: string): Promise<StatisticsRow[]> {
    const { after, limit, dimension } = this.#query;
    const rows: StatisticsRow[] = [];
    const buckets = this.#buckets().filter((bucket) => after === undefined || bucket.id > after.bucketId);
    for (let start = 0; start < buckets.length && rows.length <= limit; start += BUCKETS_AHEAD) {
      const planned = buckets
        .slice(start, start + BUCKETS_AHEAD)
        .map((bucket) => ({ bucket, sources: this.#plan(bucket) }));
      const folded = await this.#fold(planned.flatMap(({ sources }) => sources));
      const stored = await this.#storedOf(
        dimension,
        id,
        planned.flatMap(({ sources }) => sources.filter((source) => !folded.has(source))),
      );
      for (const { bucket, sources } of planned) {
        const parts = sources.map((source) => {
          const fold = folded.get(source);
          return fold ? fold[dimension].get(id) : stored.get(keyOf(source.bucket));
        });
        const row = this.#row(
          bucket,
          id,
          parts.filter((part) => part !== undefined),
        );
        if (row) rows.push(row);
      }
    }
    return rows;
  }

  /** Every dimension value, bucket by bucket. Reads one row more than the limit, if there is one. */
  async listing(): Promise<StatisticsRow[]> {
    const { after, limit, dimension } = this.#query;
    const rows: StatisticsRow[] = [];
    const buckets = this.#buckets().filter((bucket) => after === undefined || bucket.id >= after.bucketId);
    for (let start = 0; start < buckets.length; start += BUCKETS_AHEAD) {
      for (const { bucket, sources } of await this.#withoutEmpty(
        buckets.slice(start, start + BUCKETS_AHEAD),
      )) {
        const afterId = bucket.id === after?.bucketId ? after.id : undefined;
        const folded = await this.#fold(sources);
        const streams = sources.map((source) => {
          const fold = folded.get(source);
          return fold ? sortedEntries(fold[dimension], afterId) : this.#stored(source.bucket, afterId);
        });
        for await (const { id, values } of mergeOrdered(streams)) {
          const row = this.#row(bucket, id, values);
          if (row) rows.push(row);
          if (rows.length > limit) return rows;
        }
      }
    }
    return rows;
  }

  /** Plans buckets, leaving out the sources whose totals show that nothing in them matches: one read tells for all ids. */
  async #withoutEmpty(buckets: readonly Bucket[]) {
    const planned = buckets.map((bucket) => ({ bucket, sources: this.#plan(bucket) }));
    const totals = await this.#storedOf(
      'all',
      ALL_ID,
      planned.flatMap(({ sources }) => sources.filter(({ kind }) => kind === 'statistics')),
    );
    return planned.map(({ bucket, sources }) => ({
      bucket,
      sources: sources.filter((source) => {
        const total = totals.get(keyOf(source.bucket));
        return source.kind === 'segments' || (total !== undefined && this.#filtered(total).count > 0);
      }),
    }));
  }

  #buckets(): Bucket[] {
    const { period, fromMs, toMs } = this.#query;
    return this.#deps.calendar.bucketsBetween(period, fromMs, toMs);
  }

  #plan(bucket: Bucket): Source[] {
    return planSources(this.#context, bucket, this.#query.fromMs, this.#query.toMs);
  }

  /** The stored statistics of one dimension value, by bucket. */
  async #storedOf(
    dimension: Dimension,
    id: string,
    sources: readonly Source[],
  ): Promise<ReadonlyMap<string, Statistics>> {
    const keys = sources.map(({ bucket }) => ({ period: bucket.period, bucketId: bucket.id, dimension, id }));
    // Strongly consistent: an item is written before its mark goes, and must be seen once the mark is not.
    const items = await this.#deps.store.getStatistics(keys, { consistent: true });
    return new Map(items.map((item) => [keyOf({ period: item.period, id: item.bucketId }), item.statistics]));
  }

  /** Folds the segments among the sources, newest first, as far as the budget reaches. */
  async #fold(sources: readonly Source[]): Promise<ReadonlyMap<Source, FoldedStatistics>> {
    const results = new Map<Source, FoldedStatistics>();
    const segments = sources.filter((source) => source.kind === 'segments').toReversed();
    if (segments.length === 0) return results;
    const prices = await (this.#prices ??= this.#deps.readPrices());
    await mapConcurrently(segments, CONCURRENT_FOLDS, async (source) => {
      const { bucket, fromMs, toMs } = source;
      const whole = fromMs === bucket.startMs && toMs === bucket.endMs;
      if (whole && this.#liveRecords >= (this.#deps.maxLiveRecords ?? MAX_LIVE_RECORDS)) {
        const hour = hourBucket(bucket.startMs);
        this.#inexactHours.set(hour.id, hour);
        return;
      }
      const pricer = await prices.pricerAt(bucket.startMs);
      const { store, fold = foldSegments } = this.#deps;
      const { folded, count } = await fold(store, fromMs, toMs, pricer);
      this.#liveRecords += count;
      results.set(source, folded);
    });
    return results;
  }

  async *#stored(bucket: Bucket, afterId: string | undefined): AsyncGenerator<[string, Statistics]> {
    const { dimension } = this.#query;
    for await (const { id, statistics } of statisticsItems(this.#deps.store, bucket, dimension, {
      afterId,
      pageSize: Math.min(this.#query.limit + 1, MAX_ITEMS_PER_PAGE),
      consistent: true,
    })) {
      yield [id, statistics];
    }
  }

  #row(bucket: Bucket, id: string, parts: readonly Statistics[]): StatisticsRow | undefined {
    const statistics = this.#filtered(mergeStatistics(parts));
    if (statistics.count === 0) return undefined;
    const { fromMs, toMs } = this.#query;
    return {
      bucket,
      fromMs: Math.max(fromMs, bucket.startMs),
      toMs: Math.min(toMs, bucket.endMs),
      id,
      statistics,
    };
  }

  #filtered(statistics: Statistics): Statistics {
    const { models, features } = this.#query;
    if (!models && !features) return statistics;
    const cells = statistics.cells.filter(
      ({ model, feature }) => (models?.has(model) ?? true) && (features?.has(feature) ?? true),
    );
    return { count: cells.reduce((sum, { measures }) => sum + Number(measures.requests), 0), cells };
  }
}

function keyOf({ period, id }: Pick<Bucket, 'period' | 'id'>): string {
  return `${period}/${id}`;
}

async function* sortedEntries(
  statistics: ReadonlyMap<string, Statistics>,
  afterId: string | undefined,
): AsyncGenerator<[string, Statistics]> {
  const entries = [...statistics].filter(([id]) => afterId === undefined || compareIds(id, afterId) > 0);
  yield* entries.toSorted(([a], [b]) => compareIds(a, b));
}
