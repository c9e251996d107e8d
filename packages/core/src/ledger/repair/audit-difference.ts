import { BUCKET_PERIODS, type Bucket, type BucketPeriod } from '../../time/bucket.ts';
import type { Dimension } from '../ledger-store.ts';
import { MEASURE_NAMES, type MeasureName, NO_MEASURES } from '../measures.ts';
import { revisionsOf, type Statistics } from '../statistics.ts';

/** One thing that is not as it must be. */
export interface AuditDifference {
  /**
   * `records`: a raw record and its copies in the segments are not the same. `leaf` to `month`: statistics are not what
   * they are computed from. `dimensions`: the sums of all access keys, or of all users, are not those of everything. `lists`:
   * a list is not that of the items, and readers would use it.
   */
  readonly where: 'records' | BucketPeriod | 'dimensions' | 'lists';
  readonly bucket: Bucket;
  /** Of `records`. */
  readonly requestId?: string;
  /** Of `records`: the access key whose name space the request id is in. */
  readonly accessKeyId?: string;
  readonly dimension?: Dimension;
  /** The access key or user; absent for the sum of a dimension. */
  readonly id?: string;
  readonly model?: string;
  readonly feature?: string;
  readonly measure?: MeasureName | 'count' | 'revisions';
  readonly expected: bigint | string;
  readonly found: bigint | string;
}

/** Every figure in which two statistics differ. */
export function* compareStatistics(
  place: Pick<AuditDifference, 'where' | 'bucket' | 'dimension' | 'id'>,
  expected: Statistics,
  found: Statistics,
): Generator<AuditDifference> {
  if (expected.count !== found.count) {
    yield { ...place, measure: 'count', expected: BigInt(expected.count), found: BigInt(found.count) };
  }
  if (revisionsOf(expected) !== revisionsOf(found)) {
    const [a, b] = [revisionsOf(expected), revisionsOf(found)];
    yield { ...place, measure: 'revisions', expected: BigInt(a), found: BigInt(b) };
  }
  const cells = new Map<string, { readonly model: string; readonly feature: string }>();
  const index = ({ cells: all }: Statistics) =>
    new Map(
      all.map(({ model, feature, measures }) => {
        const key = JSON.stringify([model, feature]);
        cells.set(key, { model, feature });
        return [key, measures] as const;
      }),
    );
  const [expectedCells, foundCells] = [index(expected), index(found)];
  for (const [key, cell] of cells) {
    const [a, b] = [expectedCells.get(key) ?? NO_MEASURES, foundCells.get(key) ?? NO_MEASURES];
    for (const measure of MEASURE_NAMES) {
      if (a[measure] !== b[measure]) {
        yield { ...place, ...cell, measure, expected: a[measure], found: b[measure] };
      }
    }
  }
}

const WHERE_ORDER: readonly AuditDifference['where'][] = [
  'records',
  ...BUCKET_PERIODS,
  'dimensions',
  'lists',
];

/** In the order in which they came about: by when a bucket ends, and so causes before their consequences. */
export function isBefore(a: AuditDifference, b: AuditDifference): boolean {
  if (a.bucket.endMs !== b.bucket.endMs) return a.bucket.endMs < b.bucket.endMs;
  return WHERE_ORDER.indexOf(a.where) < WHERE_ORDER.indexOf(b.where);
}
