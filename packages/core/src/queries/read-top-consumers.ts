import type { Visibility } from '../access/visibility.ts';
import { ALL_ID, totalMeasures } from '../ledger/fold.ts';
import { type Measures, sumOfTokens } from '../ledger/measures.ts';
import type { CellFilter } from '../ledger/read/cell-filter.ts';
import { type Freshness, type ReadDeps, SourceReader } from '../ledger/read/source-reader.ts';
import { withoutAbsent } from '../util/without-absent.ts';
import { consumerTotals, namedIn } from './consumer-totals.ts';
import { type Magnitude, MeasureSums, type NamedMeasures, sumsByCell } from './measure-sums.ts';
import { mergedStatistics } from './merged-statistics.ts';
import type { TimeSpan } from './previous-range.ts';
import { type AskedSubject, type Subject, visibleSubject } from './visible-subject.ts';

/** What can be ranked. */
export const CONSUMER_KINDS = ['access_key', 'user', 'model', 'feature'] as const;
export type ConsumerKind = (typeof CONSUMER_KINDS)[number];

export interface TopConsumersQuery
  extends CellFilter,
    TimeSpan,
    Pick<AskedSubject, 'accessKeyId' | 'userId'> {
  /** With an access key or user, only models and features. */
  readonly kind: ConsumerKind;
  /** The measure to rank by, the largest first; ties by id. */
  readonly sort: Magnitude;
  /** Only consumers with at least this many total tokens and requests. */
  readonly minTokens: bigint;
  readonly minRequests: bigint;
  readonly limit: number;
}

export interface TopConsumersAnswer extends Freshness {
  readonly consumers: readonly NamedMeasures[];
  /** How many reach both thresholds, beyond the limit too. */
  readonly matching: number;
  /** How many used anything, also below the thresholds. Usage that names no user, or no feature, is that of none. */
  readonly active: number;
  /** The totals of all consumers, including those below the thresholds. */
  readonly totals: Measures;
}

/**
 * The exact ranking over any range. A caller who sees only one user gets that user alone among users, and the models
 * and features of that user.
 *
 * @throws NotVisibleError
 * @throws FrozenPartialHourError when the range begins or ends within a frozen hour.
 */
export async function readTopConsumers(
  deps: ReadDeps,
  visibility: Visibility,
  query: TopConsumersQuery,
): Promise<TopConsumersAnswer> {
  const { kind, sort, minTokens, minRequests, limit } = query;
  const ofCells = kind === 'model' || kind === 'feature';
  const { accessKeyId, userId } = query;
  const subject = visibleSubject(
    visibility,
    withoutAbsent({ dimension: ofCells ? undefined : kind, accessKeyId, userId }),
  );
  const reader = await SourceReader.begin(deps);
  const sums = await sumUp(reader, subject, query);

  const matching = sums
    .ranked(sort)
    .filter(({ totals }) => sumOfTokens(totals) >= minTokens && totals.requests >= minRequests);
  return {
    consumers: matching.slice(0, limit),
    matching: matching.length,
    active: namedIn(sums),
    totals: sums.total(),
    ...reader.freshness(query.fromMs, query.toMs),
  };
}

async function sumUp(reader: SourceReader, subject: Subject, query: TopConsumersQuery): Promise<MeasureSums> {
  const { dimension, id } = subject;
  if (dimension !== 'all' && id === undefined)
    return consumerTotals(reader, dimension, query, reader.planRange(query.fromMs, query.toMs));
  const statistics = await mergedStatistics(reader, subject, query, query);
  if (query.kind === 'model' || query.kind === 'feature') return sumsByCell(statistics, query.kind);
  const sums = new MeasureSums();
  sums.add(id ?? ALL_ID, totalMeasures(statistics));
  return sums;
}
