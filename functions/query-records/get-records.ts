import { MAX_RANGE_DAYS, type RecordsResponse, recordsQuery } from '@token-ledger/contract';
import {
  findMatchingRecords,
  iso,
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
import { readParameters, readRange } from '../shared/http/read-parameters.ts';
import type { GetRecordDeps } from './get-record.ts';
import { presentRecords } from './present-record.ts';

type GetRecordsDeps = GetRecordDeps & CursorDeps;

/** `GET /v1/records`. */
export async function getRecords(deps: GetRecordsDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { ledger } = deps;
  const { cursor, limit, ...query } = readParameters(recordsQuery, request.event);
  const visibility = visibilityOf(request.principal);
  const ids = await deps.shownIdsOf(request.principal);
  const nowMs = ledger.clock();
  const { requestId } = query;
  if (requestId !== undefined) {
    const any = { fromMs: query.from ?? 0, toMs: query.to ?? Number.POSITIVE_INFINITY };
    const filter = filterOf(ids, query, any);
    const records = await asProblems(findMatchingRecords(ledger, visibility, requestId, filter));
    const found: RecordsResponse = {
      asOf: iso(nowMs),
      records: await presentRecords(deps, ids, records.slice(0, limit), { withLines: true }),
    };
    return { statusCode: 200, body: found };
  }

  const { order } = query;
  const range = readRange({ ...query, from: query.from ?? nowMs }, nowMs, MAX_RANGE_DAYS);
  const filter = filterOf(ids, query, range);
  const pages = ['records', query];
  const position = await readCursor(deps, pages, cursor);
  const after = position && toPlace(position);
  const answer = await asProblems(
    readRecords(ledger, visibility, { ...filter, order, limit, ...(after && { after }) }),
  );
  const body: RecordsResponse = {
    asOf: iso(answer.asOfMs),
    records: await presentRecords(deps, ids, answer.records),
    ...(await nextCursor(deps, pages, answer.next && toCursor(answer.next))),
  };
  return { statusCode: 200, body };
}

type Query = Omit<z.output<typeof recordsQuery>, 'limit' | 'cursor'>;

function filterOf(ids: ShownIds, query: Query, range: TimeSpan): RecordFilter {
  const { accessKeyId, minTokens, maxTokens, status, source } = query;
  const userId = query.userId === undefined ? undefined : ids.resolve('user', query.userId);
  const statuses = status && new Set(status);
  const sources = source && new Set(source);
  return {
    ...withoutAbsent({ accessKeyId, userId, minTokens, maxTokens, statuses, sources }),
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
