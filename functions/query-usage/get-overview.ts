import {
  MAX_RANGE_DAYS,
  MAX_SHARES,
  type OverviewResponse,
  overviewQuery,
  type SharesResponse,
} from '@token-ledger/contract';
import {
  MAGNITUDES,
  type Magnitude,
  type Measures,
  magnitudeOf,
  type NamedMeasures,
  ratio,
  readOverview,
  visibilityOf,
} from '@token-ledger/core';
import { asProblems } from '../shared/http/as-problems.ts';
import { cellFilter } from '../shared/http/cell-filter.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { presentRange } from '../shared/http/json-values.ts';
import { readParameters, readRange } from '../shared/http/read-parameters.ts';
import { presentMeasures, presentNotes, presentShare } from './present-measures.ts';
import { askedSubject, presentSubject } from './subject.ts';
import { type QueryDeps, withRevalidation } from './with-revalidation.ts';

/** `GET /v1/overview`. */
export async function getOverview(deps: QueryDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { ledger } = deps;
  const ids = await deps.shownIdsOf(request.principal);
  const query = readParameters(overviewQuery, request.event);
  const range = readRange(query, ledger, MAX_RANGE_DAYS);
  const answer = await asProblems(
    readOverview(ledger, visibilityOf(request.principal), {
      ...askedSubject(ids, query),
      ...range,
      ...cellFilter(query),
      withActive: query.active ?? true,
    }),
  );
  const { subject, totals, previous, active } = answer;
  const body: OverviewResponse = {
    ...(await presentSubject(ids, request.principal, subject)),
    range: presentRange(range),
    ...presentNotes(answer),
    totals: presentMeasures(totals),
    activeAccessKeys: active?.accessKeys ?? null,
    activeUsers: active?.users ?? null,
    models: presentShares(answer.models, totals),
    features: presentShares(answer.features, totals),
    previous: previous ? { ...presentRange(previous), ...presentMeasures(previous.totals) } : null,
    change: previous ? changeOf(totals, previous.totals) : null,
  };
  const read = { fromMs: previous?.fromMs ?? range.fromMs, toMs: range.toMs };
  return withRevalidation(deps, request, read, answer, body);
}

function presentShares(parts: readonly NamedMeasures[], whole: Measures): SharesResponse {
  const top = parts.slice(0, MAX_SHARES).map(({ id, totals }) => ({
    id,
    ...presentShare(totals, whole, 'total'),
  }));
  return { count: parts.length, top };
}

function changeOf(now: Measures, before: Measures): Record<Magnitude, number | null> {
  const changes = MAGNITUDES.map((by) => {
    const [current, former] = [magnitudeOf(now, by), magnitudeOf(before, by)];
    return [by, ratio(current - former, former) ?? null];
  });
  return Object.fromEntries(changes) as Record<Magnitude, number | null>;
}
