import {
  MAX_HOURLY_RANGE_DAYS,
  MAX_RANGE_DAYS,
  type StatisticsResponse,
  type StatisticsResponseRow,
  statisticsQuery,
} from '@token-ledger/contract';
import { readVisibleStatistics, type ShownId, type TotalsRow } from '@token-ledger/core';
import { asProblems } from '../shared/http/as-problems.ts';
import { cellFilter } from '../shared/http/cell-filter.ts';
import { decodeCursor, encodeCursor } from '../shared/http/cursor.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { presentRange } from '../shared/http/json-values.ts';
import { invalidParameter, readParameters, readRange } from '../shared/http/read-parameters.ts';
import { visibilityOfCaller } from '../shared/http/visibility-of-caller.ts';
import type { QueryUsageDeps } from './handler.ts';
import { presentMeasures, presentNotes } from './present-measures.ts';
import { askedSubject, presentSubject } from './subject.ts';
import { withRevalidation } from './with-revalidation.ts';

/** `GET /v1/statistics`. */
export async function getStatistics(deps: QueryUsageDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { ledger, signingKey } = deps;
  const ids = await deps.shownIdsOf(request.principal);
  const { cursor, limit, ...query } = readParameters(statisticsQuery, request.event);
  const { period } = query;
  const maxDays = period === 'hour' ? MAX_HOURLY_RANGE_DAYS : MAX_RANGE_DAYS;
  const range = readRange(query, ledger.clock(), maxDays);

  // A page of a range that ends "now" continues the range of the first page only if `to` is repeated as it was.
  const sameQuery = { ...query, to: query.to ?? null };
  const after = cursor === undefined ? undefined : decodeCursor(cursor, sameQuery, await signingKey());
  if (cursor !== undefined && !after) throw invalidParameter('/cursor', 'is not a cursor of this query');

  const answer = await asProblems(
    readVisibleStatistics(ledger, visibilityOfCaller(request), {
      ...askedSubject(ids, query),
      period,
      ...range,
      ...cellFilter(query),
      limit,
      ...(after && { after: { bucketId: after[0], id: after[1] } }),
    }),
  );
  const { subject, next, rows } = answer;
  const show = await ids.display(
    subject.dimension,
    rows.map(({ id }) => id),
  );
  const body: StatisticsResponse = {
    ...(await presentSubject(ids, subject)),
    period,
    range: presentRange(range),
    ...presentNotes(answer),
    rows: rows.map((row) => presentRow(row, show(row.id))),
    ...(next ? { nextCursor: encodeCursor([next.bucketId, next.id], sameQuery, await signingKey()) } : {}),
  };
  return withRevalidation(deps, request, range, answer, body);
}

function presentRow({ fromMs, toMs, totals }: TotalsRow, shown: ShownId): StatisticsResponseRow {
  return { ...presentRange({ fromMs, toMs }), ...shown, ...presentMeasures(totals) };
}
