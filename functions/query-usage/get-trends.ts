import {
  DEFAULT_SPLIT_SERIES,
  MAX_HOURLY_RANGE_DAYS,
  MAX_RANGE_DAYS,
  MAX_SPLIT_POINTS,
  MAX_TREND_POINTS,
  type TrendsResponse,
  trendsQuery,
} from '@token-ledger/contract';
import {
  addMeasures,
  NO_MEASURES,
  periodFor,
  readTrends,
  type ShownIds,
  type Split,
  type TrendsAnswer,
  visibilityOf,
} from '@token-ledger/core';
import { asProblems } from '../shared/http/as-problems.ts';
import { cellFilter } from '../shared/http/cell-filter.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { presentRange } from '../shared/http/json-values.ts';
import { invalidParameter, readParameters, readRange } from '../shared/http/read-parameters.ts';
import { presentMeasures, presentNotes, presentShare } from './present-measures.ts';
import { askedSubject, presentSubject } from './subject.ts';
import { type QueryDeps, withRevalidation } from './with-revalidation.ts';

/** `GET /v1/trends`. */
export async function getTrends(deps: QueryDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { ledger } = deps;
  const ids = await deps.shownIdsOf(request.principal);
  const query = readParameters(trendsQuery, request.event);
  const maxDays = query.period === 'hour' ? MAX_HOURLY_RANGE_DAYS : MAX_RANGE_DAYS;
  const range = readRange(query, ledger, maxDays);
  const period = query.period ?? periodFor(range);
  const count = ledger.calendar.bucketsBetween(period, range.fromMs, range.toMs).length;
  if (count > MAX_TREND_POINTS)
    throw invalidParameter(
      '/period',
      `must make at most ${MAX_TREND_POINTS} points; ${period} makes ${count}`,
    );
  const split = splitOf(query);
  if (split && split.limit * count > MAX_SPLIT_POINTS)
    throw invalidParameter(
      '/limit',
      `must make at most ${MAX_SPLIT_POINTS} points in all series; ${split.limit} series of ${count} make ${split.limit * count}`,
    );

  const answer = await asProblems(
    readTrends(ledger, visibilityOf(request.principal), {
      ...askedSubject(ids, query),
      period,
      ...range,
      ...cellFilter(query),
      ...(split && { split }),
    }),
  );
  const { subject, previousRange } = answer;
  const body: TrendsResponse = {
    ...(await presentSubject(ids, request.principal, subject)),
    period,
    range: presentRange(range),
    previousRange: previousRange ? presentRange(previousRange) : null,
    ...presentNotes(answer),
    points: answer.points.map(({ previous, ...point }) => ({
      ...presentRange(point),
      ...presentMeasures(point.totals),
      previous: previous ? { ...presentRange(previous), ...presentMeasures(previous.totals) } : null,
    })),
    ...(split && { split: await presentSplit(ids, split, answer) }),
  };
  const read = { fromMs: previousRange?.fromMs ?? range.fromMs, toMs: range.toMs };
  return withRevalidation(deps, request, read, answer, body);
}

function splitOf({
  splitBy,
  sort = 'total',
  limit = DEFAULT_SPLIT_SERIES,
}: ReturnType<typeof trendsQuery.parse>): Split | undefined {
  return splitBy && { by: splitBy, sort, limit };
}

async function presentSplit(
  ids: ShownIds,
  { by, sort }: Split,
  answer: TrendsAnswer,
): Promise<NonNullable<TrendsResponse['split']>> {
  const { parts = [], count = 0 } = answer.split ?? {};
  const whole = answer.points.reduce((sum, { totals }) => addMeasures(sum, totals), NO_MEASURES);
  const show = await ids.display(
    by,
    parts.map(({ id }) => id),
  );
  return {
    by,
    sort,
    count,
    series: parts.map(({ id, totals, points }) => ({
      ...show(id),
      ...presentShare(totals, whole, sort),
      points: points.map(presentMeasures),
    })),
  };
}
