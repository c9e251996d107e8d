import type { Bucket } from '../../time/bucket.ts';
import { compareIds } from '../../util/compare-ids.ts';
import { mergeOrdered } from '../../util/merge-ordered.ts';
import { type FoldedStatistics, mergeStatistics } from '../fold.ts';
import { DIMENSIONS, type Dimension, type SegmentStore, type StatisticsStore } from '../ledger-store.ts';
import { MEASURE_NAMES } from '../measures.ts';
import { foldPart, type RecomputeDeps } from '../roll-up/recompute-bucket.ts';
import type { Statistics } from '../statistics.ts';
import { statisticsItems } from '../statistics-items.ts';
import { type AuditDifference, compareStatistics } from './audit-difference.ts';
import { ListAudit } from './audit-lists.ts';

const NOTHING: Statistics = { count: 0, cells: [] };

/** Called with the number of figures of each item that is compared. */
export type CountFigures = (figures: number) => void;

/** The statistics of one dimension as a stream in the order of the ids. */
type Stream = AsyncIterable<readonly [string, Statistics]>;

/** Compares the stored statistics of an hour, or leaf, with those of its records. */
export function auditFinest(
  store: StatisticsStore,
  bucket: Bucket,
  folded: FoldedStatistics,
  count?: CountFigures,
): Promise<readonly AuditDifference[]> {
  return auditBucket(store, bucket, (dimension) => [ordered(folded[dimension])], count);
}

/**
 * Compares the stored statistics of a bucket with those that they are made up from. Of an hour that midnight divides, each
 * day counts its part, which only the records show.
 */
export async function auditParent(
  deps: Pick<RecomputeDeps, 'readPrices'> & { readonly store: StatisticsStore & SegmentStore },
  bucket: Bucket,
  children: readonly Bucket[],
  count?: CountFigures,
): Promise<readonly AuditDifference[]> {
  const { store } = deps;
  const parts: FoldedStatistics[] = [];
  for (const child of children) if (!isWithin(child, bucket)) parts.push(await foldPart(deps, child, bucket));
  const whole = children.filter((child) => isWithin(child, bucket));
  const inputs = (dimension: Dimension) => [
    ...whole.map((child) => stored(store, child, dimension)),
    ...parts.map((part) => ordered(part[dimension])),
  ];
  return auditBucket(store, bucket, inputs, count);
}

/** Whether all of a child counts in its parent. */
export function isWithin(child: Bucket, parent: Bucket): boolean {
  return child.startMs >= parent.startMs && child.endMs <= parent.endMs;
}

async function auditBucket(
  store: StatisticsStore,
  bucket: Bucket,
  inputs: (dimension: Dimension) => readonly Stream[],
  count: CountFigures = () => undefined,
): Promise<readonly AuditDifference[]> {
  const differences: AuditDifference[] = [];
  const sums: Record<Dimension, Statistics> = { all: NOTHING, access_key: NOTHING, user: NOTHING };
  const lists = new ListAudit(bucket);
  for (const dimension of DIMENSIONS) {
    const tagged = [
      tag('found', stored(store, bucket, dimension)),
      ...inputs(dimension).map((stream) => tag('expected', stream)),
    ];
    for await (const { id, values } of mergeOrdered(tagged)) {
      const found = values.find(({ kind }) => kind === 'found')?.statistics ?? NOTHING;
      const parts = values.filter(({ kind }) => kind === 'expected').map(({ statistics }) => statistics);
      const expected = mergeStatistics(parts);
      count(figuresOf(Math.max(expected.cells.length, found.cells.length)));
      differences.push(
        ...compareStatistics({ where: bucket.period, bucket, dimension, id }, expected, found),
      );
      sums[dimension] = mergeStatistics([sums[dimension], found]);
      lists.add(dimension, id, found);
    }
  }
  for (const dimension of ['access_key', 'user'] as const) {
    const place = { where: 'dimensions', bucket, dimension } as const;
    differences.push(...compareStatistics(place, sums.all, sums[dimension]));
  }
  differences.push(...(await lists.compare(store, sums.all)));
  return differences;
}

/** The measures of each cell, the count and the revisions. */
function figuresOf(cells: number): number {
  return cells * MEASURE_NAMES.length + 2;
}

interface Tagged {
  readonly kind: 'expected' | 'found';
  readonly statistics: Statistics;
}

async function* tag(kind: Tagged['kind'], stream: Stream): AsyncGenerator<readonly [string, Tagged]> {
  for await (const [id, statistics] of stream) yield [id, { kind, statistics }];
}

async function* stored(
  store: StatisticsStore,
  bucket: Bucket,
  dimension: Dimension,
): AsyncGenerator<readonly [string, Statistics]> {
  for await (const { id, statistics } of statisticsItems(store, bucket, dimension, { consistent: true }))
    yield [id, statistics];
}

async function* ordered(
  folded: ReadonlyMap<string, Statistics>,
): AsyncGenerator<readonly [string, Statistics]> {
  yield* [...folded].toSorted(([a], [b]) => compareIds(a, b));
}
