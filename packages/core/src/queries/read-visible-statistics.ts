import type { Visibility } from '../access/visibility.ts';
import { readStatistics } from '../ledger/read-statistics.ts';
import type { ReadDeps } from '../ledger/source-reader.ts';
import type { StatisticsAnswer, StatisticsQuery } from '../ledger/statistics-query.ts';
import { ALL_ID } from '../ledger/fold.ts';
import { type AskedSubject, type Subject, visibleSubject } from './visible-subject.ts';

export type VisibleStatisticsQuery = Omit<StatisticsQuery, 'dimension' | 'id'> & AskedSubject;

export interface VisibleStatisticsAnswer extends StatisticsAnswer {
  /** What the rows are about. */
  readonly subject: Subject;
}

/**
 * Statistics as a caller may see them.
 *
 * @throws NotVisibleError
 * @throws FrozenPartialHourError
 */
export async function readVisibleStatistics(
  deps: ReadDeps,
  visibility: Visibility,
  { dimension, id, ...query }: VisibleStatisticsQuery,
): Promise<VisibleStatisticsAnswer> {
  const subject = visibleSubject(visibility, {
    ...(dimension && { dimension }),
    ...(id !== undefined && { id }),
  });
  const whole = subject.dimension === 'all' ? { id: ALL_ID } : {};
  return { subject, ...(await readStatistics(deps, { ...query, ...whole, ...subject })) };
}
