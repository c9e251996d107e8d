import {
  MAX_HOURLY_RANGE_DAYS,
  MAX_RANGE_DAYS,
  type StatisticsResponse,
  type StatisticsResponseRow,
  statisticsQuery,
} from '@token-ledger/contract';
import { readVisibleStatistics, type ShownId, type TotalsRow, visibilityOf } from '@token-ledger/core';
import { asProblems } from '../shared/http/as-problems.ts';
import { cellFilter } from '../shared/http/cell-filter.ts';
import { type CursorDeps, nextCursor, readCursor } from '../shared/http/cursor.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { presentRange } from '../shared/http/json-values.ts';
import { readParameters, readRange } from '../shared/http/read-parameters.ts';
import { presentMeasures, presentNotes } from './present-measures.ts';
import { askedSubject, presentSubject } from './subject.ts';
import { type QueryDeps, withRevalidation } from './with-revalidation.ts';

type GetStatisticsDeps = QueryDeps & CursorDeps;

/** `GET /v1/statistics`. */
export async function getStatistics(deps: GetStatisticsDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { ledger } = deps;
  const ids = await deps.shownIdsOf(request.principal);
  const { cursor, limit, offset, ...query } = readParameters(statisticsQuery, request.event);
  const { period } = query;
  const maxDays = period === 'hour' ? MAX_HOURLY_RANGE_DAYS : MAX_RANGE_DAYS;
  const range = readRange(query, ledger, maxDays);

  const pages = ['statistics', query];
  const [bucketId, id] = (await readCursor(deps, pages, cursor)) ?? [];
  const skip = offset ?? 0;

  const answer = await asProblems(
    readVisibleStatistics(ledger, visibilityOf(request.principal), {
      ...askedSubject(ids, query),
      period,
      ...range,
      ...cellFilter(query),
      limit: skip + limit,
      ...(bucketId !== undefined && id !== undefined && { after: { bucketId, id } }),
    }),
  );
  const { subject, next } = answer;
  const rows = answer.rows.slice(skip);
  const show = await ids.display(
    subject.dimension,
    rows.map(({ id }) => id),
  );
  const body: StatisticsResponse = {
    ...(await presentSubject(ids, request.principal, subject)),
    period,
    range: presentRange(range),
    ...presentNotes(answer),
    rows: rows.map((row) => presentRow(row, show(row.id))),
    ...(await nextCursor(deps, pages, next && [next.bucketId, next.id])),
  };
  return withRevalidation(deps, request, range, answer, body);
}

function presentRow({ fromMs, toMs, totals }: TotalsRow, shown: ShownId): StatisticsResponseRow {
  return { ...presentRange({ fromMs, toMs }), ...shown, ...presentMeasures(totals) };
}
