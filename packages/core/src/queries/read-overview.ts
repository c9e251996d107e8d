import type { Visibility } from '../access/visibility.ts';
import { totalMeasures } from '../ledger/fold.ts';
import { DIMENSIONS } from '../ledger/ledger-store.ts';
import type { Measures } from '../ledger/measures.ts';
import type { CellFilter } from '../ledger/read/cell-filter.ts';
import { foldOnce } from '../ledger/read/fold-dimension.ts';
import { type Freshness, type ReadDeps, SourceReader } from '../ledger/read/source-reader.ts';
import { countConsumers } from './consumer-totals.ts';
import { type NamedMeasures, sumsByCell } from './measure-sums.ts';
import { mergedStatistics } from './merged-statistics.ts';
import { precedingRange, type TimeSpan } from './previous-range.ts';
import { readIfKept } from './read-if-kept.ts';
import { type AskedSubject, type Subject, visibleSubject } from './visible-subject.ts';

export interface OverviewQuery extends AskedSubject, CellFilter, TimeSpan {
  /** Whether to count access keys and users, which reads what all of them used. Default: true. */
  readonly withActive?: boolean;
}

export interface Overview extends Freshness {
  readonly subject: Subject;
  readonly totals: Measures;
  /** By total tokens, the largest first. */
  readonly models: readonly NamedMeasures[];
  readonly features: readonly NamedMeasures[];
  /** How many of them used anything; only for everything together, and if that was asked for. */
  readonly active?: { readonly accessKeys: number; readonly users: number };
  /** See `precedingRange`; absent when it begins or ends within a frozen hour. */
  readonly previous?: TimeSpan & { readonly totals: Measures };
}

/**
 * The overview of a range.
 *
 * @throws NotVisibleError
 * @throws FrozenPartialHourError when the range begins or ends within a frozen hour.
 */
export async function readOverview(
  deps: ReadDeps,
  visibility: Visibility,
  query: OverviewQuery,
): Promise<Overview> {
  const { fromMs, toMs, withActive = true } = query;
  const subject = visibleSubject(visibility, query);
  const counts = withActive && subject.dimension === 'all';
  const fold = foldOnce(counts ? DIMENSIONS : [subject.dimension]);
  const reader = await SourceReader.begin({ ...deps, fold });
  const read = (span: TimeSpan) => mergedStatistics(reader, subject, query, span);
  const statistics = await read({ fromMs, toMs });
  const previous = await readIfKept(reader, precedingRange(deps.calendar, fromMs, toMs), read);
  return {
    subject,
    totals: totalMeasures(statistics),
    models: sumsByCell(statistics, 'model').ranked('total'),
    features: sumsByCell(statistics, 'feature').ranked('total'),
    ...(counts && { active: await countActive(reader, query) }),
    ...(previous && { previous: { ...previous.span, totals: totalMeasures(previous.value) } }),
    ...reader.freshness(previous?.span.fromMs ?? fromMs, toMs),
  };
}

async function countActive(reader: SourceReader, query: OverviewQuery) {
  const sources = reader.planRange(query.fromMs, query.toMs);
  const [accessKeys, users] = await Promise.all([
    countConsumers(reader, 'access_key', query, sources),
    countConsumers(reader, 'user', query, sources),
  ]);
  return { accessKeys, users };
}
