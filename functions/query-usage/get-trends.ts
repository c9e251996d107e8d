import {
  MAX_HOURLY_RANGE_DAYS,
  MAX_RANGE_DAYS,
  MAX_TREND_POINTS,
  type TrendsResponse,
  trendsQuery,
} from '@token-ledger/contract';
import { periodFor, readTrends, visibilityOf } from '@token-ledger/core';
import { asProblems } from '../shared/http/as-problems.ts';
import { cellFilter } from '../shared/http/cell-filter.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { presentRange } from '../shared/http/json-values.ts';
import { invalidParameter, readParameters, readRange } from '../shared/http/read-parameters.ts';
import { presentMeasures, presentNotes } from './present-measures.ts';
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

  const answer = await asProblems(
    readTrends(ledger, visibilityOf(request.principal), {
      ...askedSubject(ids, query),
      period,
      ...range,
      ...cellFilter(query),
    }),
  );
  const { subject, previousRange } = answer;
  const body: TrendsResponse = {
    ...(await presentSubject(ids, subject)),
    period,
    range: presentRange(range),
    previousRange: previousRange ? presentRange(previousRange) : null,
    ...presentNotes(answer),
    points: answer.points.map(({ previous, ...point }) => ({
      ...presentRange(point),
      ...presentMeasures(point.totals),
      previous: previous ? { ...presentRange(previous), ...presentMeasures(previous.totals) } : null,
    })),
  };
  const read = { fromMs: previousRange?.fromMs ?? range.fromMs, toMs: range.toMs };
  return withRevalidation(deps, request, read, answer, body);
}
