import { MAX_RANGE_DAYS, type TopConsumersResponse, topConsumersQuery } from '@token-ledger/contract';
import { readTopConsumers, visibilityOf } from '@token-ledger/core';
import { asProblems } from '../shared/http/as-problems.ts';
import { cellFilter } from '../shared/http/cell-filter.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { presentRange } from '../shared/http/json-values.ts';
import { readParameters, readRange } from '../shared/http/read-parameters.ts';
import { presentMeasures, presentNotes, presentShare } from './present-measures.ts';
import { askedSubject } from './subject.ts';
import { type QueryDeps, withRevalidation } from './with-revalidation.ts';

/** `GET /v1/top-consumers`. */
export async function getTopConsumers(deps: QueryDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { ledger } = deps;
  const ids = await deps.shownIdsOf(request.principal);
  const { dimension, sort, limit, minTokens, minRequests, ...query } = readParameters(
    topConsumersQuery,
    request.event,
  );
  const range = readRange(query, ledger, MAX_RANGE_DAYS);
  const answer = await asProblems(
    readTopConsumers(ledger, visibilityOf(request.principal), {
      kind: dimension,
      sort,
      limit,
      minTokens: BigInt(minTokens),
      minRequests: BigInt(minRequests),
      ...range,
      ...askedSubject(ids, { accessKeyId: query.accessKeyId, userId: query.userId }),
      ...cellFilter(query),
    }),
  );
  const show = await ids.display(
    dimension,
    answer.consumers.map(({ id }) => id),
  );
  const body: TopConsumersResponse = {
    dimension,
    sort,
    range: presentRange(range),
    ...presentNotes(answer),
    totals: presentMeasures(answer.totals),
    matching: answer.matching,
    active: answer.active,
    consumers: answer.consumers.map(({ id, totals }, index) => ({
      rank: index + 1,
      ...show(id),
      ...presentShare(totals, answer.totals, sort),
    })),
  };
  return withRevalidation(deps, request, range, answer, body);
}
