import { MAX_RANGE_DAYS, type RecordsResponse, recordsQuery } from '@token-ledger/contract';
import {
  findMatchingRecords,
  iso,
  parseNanoDollars,
  type RecordFilter,
  type RecordPosition,
  readRecords,
  type ShownIds,
  type TimeSpan,
  visibilityOf,
  withoutAbsent,
} from '@token-ledger/core';
import type * as z from 'zod/mini';
import { asProblems } from '../shared/http/as-problems.ts';
import { cellFilter } from '../shared/http/cell-filter.ts';
import { type CursorDeps, type CursorPosition, nextCursor, readCursor } from '../shared/http/cursor.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { behindOffset, offsetOf, offsetPart } from '../shared/http/offset.ts';
import { instantOf, type RangeDeps, readParameters, readRange } from '../shared/http/read-parameters.ts';
import type { GetRecordDeps } from './get-record.ts';
import { presentRecords } from './present-record.ts';

type GetRecordsDeps = GetRecordDeps & CursorDeps;

/** `GET /v1/records`. */
export async function getRecords(given: GetRecordsDeps, request: HttpRequest): Promise<HttpAnswer> {
  const deps = { ...given, ledger: withOneSetOfPrices(given.ledger) };
  const { ledger } = deps;
  const { cursor, limit, offset, ...query } = readParameters(recordsQuery, request.event);
  const visibility = visibilityOf(request.principal);
  const ids = await deps.shownIdsOf(request.principal);
  const nowMs = ledger.clock();
  const { requestId } = query;
  if (requestId !== undefined) {
    const filter = filterOf(ids, query, anyTime(ledger, query));
    const records = await asProblems(findMatchingRecords(ledger, visibility, requestId, filter));
    const found: RecordsResponse = {
      asOf: iso(nowMs),
      records: await presentRecords(deps, ids, records.slice(offset ?? 0).slice(0, limit), {
        withLines: true,
      }),
    };
    return { statusCode: 200, body: found };
  }

  const { order } = query;
  const range = readRange(query, ledger, MAX_RANGE_DAYS);
  const filter = filterOf(ids, query, range);
  const pages = ['records', query];
  const position = await readCursor(deps, pages, cursor);
  const after = position && toPlace(position);
  const skip = offsetOf(position?.[3], offset);
  const answer = await asProblems(
    readRecords(ledger, visibility, { ...filter, order, limit: skip + limit, ...(after && { after }) }),
  );
  const { items, left } = behindOffset(answer.records, skip);
  const next = answer.next && [...toCursor(answer.next), ...offsetPart(left)];
  const body: RecordsResponse = {
    asOf: iso(answer.asOfMs),
    records: await presentRecords(deps, ids, items),
    ...(await nextCursor(deps, pages, next)),
  };
  return { statusCode: 200, body };
}

/** A record is shown at the prices by which it was chosen, also if they change meanwhile. */
function withOneSetOfPrices(ledger: GetRecordsDeps['ledger']): GetRecordsDeps['ledger'] {
  let prices: ReturnType<typeof ledger.readPrices> | undefined;
  return { ...ledger, readPrices: () => (prices ??= ledger.readPrices()) };
}

type Query = Omit<z.output<typeof recordsQuery>, 'limit' | 'offset' | 'cursor'>;

/** A record that is named by its id is found at any time. */
function anyTime(deps: RangeDeps, { from, to, last }: Query): TimeSpan {
  if (from === undefined && last === undefined)
    return { fromMs: 0, toMs: to === undefined ? Number.POSITIVE_INFINITY : instantOf(deps.calendar, to) };
  const range = readRange({ from, to, last }, deps, MAX_RANGE_DAYS);
  return to === undefined ? { ...range, toMs: Number.POSITIVE_INFINITY } : range;
}

function filterOf(ids: ShownIds, query: Query, range: TimeSpan): RecordFilter {
  const { accessKeyId, minTokens, maxTokens, minCostUsd, status, source } = query;
  const userId = query.userId === undefined ? undefined : ids.resolve('user', query.userId);
  const minCost = minCostUsd === undefined ? undefined : parseNanoDollars(minCostUsd);
  const statuses = status && new Set(status);
  const sources = source && new Set(source);
  return {
    ...withoutAbsent({ accessKeyId, userId, minTokens, maxTokens, minCost, statuses, sources }),
    ...cellFilter(query),
    ...range,
  };
}

function toPlace([atMs, requestId = '', accessKeyId = '']: CursorPosition): RecordPosition {
  return { atMs: Number(atMs), requestId, accessKeyId };
}

function toCursor({ atMs, requestId, accessKeyId }: RecordPosition): CursorPosition {
  return [String(atMs), requestId, accessKeyId];
}
