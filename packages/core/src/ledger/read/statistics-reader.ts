import type { Bucket } from '../../time/bucket.ts';
import { compareIds } from '../../util/compare-ids.ts';
import { mergeOrdered } from '../../util/merge-ordered.ts';
import { ALL_ID, mergeStatistics } from '../fold.ts';
import { isEmpty, type Statistics } from '../statistics.ts';
import { statisticsItems } from '../statistics-items.ts';
import { filterCells } from './cell-filter.ts';
import type { Source } from './read-plan.ts';
import { keyOf, type SourceReader } from './source-reader.ts';
import type { StatisticsQuery, StatisticsRow } from './statistics-query.ts';

/** How many buckets a query plans ahead. */
const BUCKETS_AHEAD = 200;
/** Of a bucket's items, about a megabyte. */
const MAX_ITEMS_PER_PAGE = 1000;

/** Reads the rows of one query. */
export class StatisticsReader {
  readonly #sources: SourceReader;
  readonly #query: StatisticsQuery;

  constructor(sources: SourceReader, query: StatisticsQuery) {
    this.#sources = sources;
    this.#query = query;
  }

  /** One dimension value over time. Reads one row more than the limit, if there is one. */
  async series(id: string): Promise<StatisticsRow[]> {
    const { after, limit, dimension } = this.#query;
    const rows: StatisticsRow[] = [];
    const buckets = this.#buckets().filter((bucket) => after === undefined || bucket.id > after.bucketId);
    for (let start = 0; start < buckets.length && rows.length <= limit; start += BUCKETS_AHEAD) {
      const planned = buckets
        .slice(start, start + BUCKETS_AHEAD)
        .flatMap((bucket) => this.#plan(bucket).map((source) => ({ bucket, source })));
      const parts = await this.#sources.statisticsOf(
        dimension,
        id,
        planned.map(({ source }) => source),
      );
      const byBucket = Map.groupBy(planned.entries(), ([, { bucket }]) => bucket);
      for (const [bucket, entries] of byBucket) {
        const found = entries.map(([index]) => parts[index]).filter((part) => part !== undefined);
        const row = this.#row(bucket, id, found);
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
        const folded = await this.#sources.fold(dimension, sources);
        const streams = sources.map((source) => {
          const fold = folded.get(source);
          return fold ? sortedEntries(fold, afterId) : this.#stored(source.bucket, afterId);
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

  /** Plans buckets, leaving out the sources whose totals show that nothing in them matches: one read decides for all ids. */
  async #withoutEmpty(buckets: readonly Bucket[]) {
    const planned = buckets.map((bucket) => ({ bucket, sources: this.#plan(bucket) }));
    const statistics = planned.flatMap(({ sources }) => sources.filter(({ kind }) => kind === 'statistics'));
    const totals = await this.#sources.stored('all', ALL_ID, statistics);
    return planned.map(({ bucket, sources }) => ({
      bucket,
      sources: sources.filter((source) => {
        const total = totals.get(keyOf(source.bucket));
        return source.kind === 'segments' || (total !== undefined && !isEmpty(this.#filtered(total)));
      }),
    }));
  }

  #buckets(): Bucket[] {
    const { period, fromMs, toMs } = this.#query;
    return this.#sources.deps.calendar.bucketsBetween(period, fromMs, toMs);
  }

  #plan(bucket: Bucket): Source[] {
    return this.#sources.plan(bucket, this.#query.fromMs, this.#query.toMs);
  }

  async *#stored(bucket: Bucket, afterId: string | undefined): AsyncGenerator<[string, Statistics]> {
    const { dimension } = this.#query;
    for await (const { id, statistics } of statisticsItems(this.#sources.deps.store, bucket, dimension, {
      afterId,
      pageSize: Math.min(this.#query.limit + 1, MAX_ITEMS_PER_PAGE),
      consistent: true,
    })) {
      yield [id, statistics];
    }
  }

  #row(bucket: Bucket, id: string, parts: readonly Statistics[]): StatisticsRow | undefined {
    const statistics = this.#filtered(mergeStatistics(parts));
    if (isEmpty(statistics)) return undefined;
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
    return filterCells(statistics, this.#query);
  }
}

async function* sortedEntries(
  statistics: ReadonlyMap<string, Statistics>,
  afterId: string | undefined,
): AsyncGenerator<[string, Statistics]> {
  const entries = [...statistics].filter(([id]) => afterId === undefined || compareIds(id, afterId) > 0);
  yield* entries.toSorted(([a], [b]) => compareIds(a, b));
}
