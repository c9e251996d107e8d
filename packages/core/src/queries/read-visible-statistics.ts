import type { Visibility } from '../access/visibility.ts';
import { ALL_ID, totalMeasures } from '../ledger/fold.ts';
import type { Measures } from '../ledger/measures.ts';
import { readStatistics } from '../ledger/read/read-statistics.ts';
import { type Freshness, type ReadDeps, SourceReader } from '../ledger/read/source-reader.ts';
import type { RowPosition, StatisticsQuery, StatisticsRow } from '../ledger/read/statistics-query.ts';
import { withoutAbsent } from '../util/without-absent.ts';
import { readSeries } from './read-series.ts';
import { type AskedSubject, type Subject, visibleSubject } from './visible-subject.ts';

export type VisibleStatisticsQuery = Omit<StatisticsQuery, 'dimension' | 'id'> & AskedSubject;

/** A row without its cells. */
export interface TotalsRow extends Omit<StatisticsRow, 'statistics'> {
  readonly totals: Measures;
}

export interface TotalsAnswer extends Freshness {
  /** Whose usage the rows show. */
  readonly subject: Subject;
  readonly rows: readonly TotalsRow[];
  /** Present if there may be more rows. */
  readonly next?: RowPosition;
}

/**
 * The statistics that a caller may see.
 *
 * @throws NotVisibleError
 * @throws FrozenPartialHourError when the range begins or ends within a frozen hour.
 */
export async function readVisibleStatistics(
  deps: ReadDeps,
  visibility: Visibility,
  { dimension, id, accessKeyId, userId, ...query }: VisibleStatisticsQuery,
): Promise<TotalsAnswer> {
  const subject = visibleSubject(visibility, withoutAbsent({ dimension, id, accessKeyId, userId }));
  if (subject.dimension === 'all' || subject.id !== undefined) return readOne(deps, subject, query);
  const { rows, ...answer } = await readStatistics(deps, { ...query, dimension: subject.dimension });
  return {
    subject,
    ...answer,
    rows: rows.map(({ statistics, ...row }) => ({ ...row, totals: totalMeasures(statistics) })),
  };
}

/** One dimension value needs no cells. */
async function readOne(
  deps: ReadDeps,
  subject: Subject,
  query: Omit<StatisticsQuery, 'dimension' | 'id'>,
): Promise<TotalsAnswer> {
  const { fromMs, toMs, limit, after } = query;
  const reader = await SourceReader.begin(deps);
  const rows: TotalsRow[] = [];
  for await (const { bucket, totals } of readSeries(reader, subject, query, after?.bucketId)) {
    if (rows.length === limit) {
      const last = rows[limit - 1] as TotalsRow;
      const next = { bucketId: last.bucket.id, id: last.id };
      return { subject, rows, next, ...reader.freshness(fromMs, toMs) };
    }
    rows.push({
      bucket,
      fromMs: Math.max(fromMs, bucket.startMs),
      toMs: Math.min(toMs, bucket.endMs),
      id: subject.id ?? ALL_ID,
      totals,
    });
  }
  return { subject, rows, ...reader.freshness(fromMs, toMs) };
}
