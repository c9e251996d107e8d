import { type StatisticsResponse, statisticsQuery, toProblems } from '@token-ledger/contract';
import {
  ALL_ID,
  CLOSING_GRACE_MS,
  FrozenPartialHourError,
  type ReadDeps,
  readStatistics,
  type StatisticsAnswer,
} from '@token-ledger/core';
import * as z from 'zod/mini';
import type { HttpAnswer } from '../http/http-handler.ts';
import { ProblemError } from '../http/problem-error.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { presentRow } from './present-statistics.ts';

export interface GetStatisticsDeps {
  readonly ledger: ReadDeps;
  /** The secret that signs cursors. */
  readonly signingKey: () => Promise<Uint8Array>;
  /** How long a caller may keep an answer about closed, rolled-up periods; 0 for not at all. */
  readonly cacheTtlSeconds: number;
}

/** `GET /v1/statistics`. */
export async function getStatistics(
  { ledger, signingKey, cacheTtlSeconds }: GetStatisticsDeps,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<HttpAnswer> {
  const { cursor, limit, to, ...query } = parse(parameters);
  const range = { fromMs: query.from, toMs: to ?? ledger.clock() };
  if (range.toMs <= range.fromMs) throw invalid('/from', 'must be earlier than now, or to must be given');

  // A page of a range that ends "now" continues the range of the first page only if `to` is repeated as it was.
  const sameQuery = { ...query, to: to ?? null };
  const after = cursor === undefined ? undefined : decodeCursor(cursor, sameQuery, await signingKey());
  if (cursor !== undefined && !after) throw invalid('/cursor', 'is not a cursor of this query');

  const { dimension, period } = query;
  const id = query.id ?? (dimension === 'all' ? ALL_ID : undefined);
  const answer = await read(ledger, {
    dimension,
    period,
    ...range,
    limit,
    ...(id === undefined ? {} : { id }),
    ...(query.models ? { models: new Set(query.models) } : {}),
    ...(query.features ? { features: new Set(query.features) } : {}),
    ...(after ? { after } : {}),
  });
  const body: StatisticsResponse = {
    dimension,
    ...(query.id === undefined ? {} : { id: query.id }),
    period,
    range: { from: iso(range.fromMs), to: iso(range.toMs) },
    asOf: iso(answer.asOfMs),
    exact: answer.inexactHours.length === 0,
    pendingHours: answer.pendingHours.map(({ startMs }) => iso(startMs)),
    inexactHours: answer.inexactHours.map(({ startMs }) => iso(startMs)),
    frozenBefore: iso(answer.frozenBeforeMs),
    rows: answer.rows.map(presentRow),
    ...(answer.next ? { nextCursor: encodeCursor(answer.next, sameQuery, await signingKey()) } : {}),
  };
  const cacheable = cacheTtlSeconds > 0 && isSettled(answer, range.toMs);
  return {
    statusCode: 200,
    body,
    ...(cacheable ? { headers: { 'cache-control': `private, max-age=${cacheTtlSeconds}` } } : {}),
  };
}

async function read(
  ledger: ReadDeps,
  query: Parameters<typeof readStatistics>[1],
): Promise<StatisticsAnswer> {
  try {
    return await readStatistics(ledger, query);
  } catch (error) {
    if (error instanceof FrozenPartialHourError) throw invalid('/from', error.message);
    throw error;
  }
}

function parse(parameters: Readonly<Record<string, string | undefined>>) {
  const parsed = z.safeParse(statisticsQuery, parameters);
  if (parsed.success) return parsed.data;
  throw new ProblemError('invalid_request', {
    detail: 'The query parameters are not valid.',
    errors: [...toProblems(parsed.error.issues, parameters, '')],
  });
}

function invalid(path: string, message: string): ProblemError {
  return new ProblemError('invalid_request', {
    detail: 'The query parameters are not valid.',
    errors: [{ path, code: 'not_allowed', message }],
  });
}

/** Over, rolled up, and not to change but by late records. */
function isSettled({ asOfMs, pendingHours }: StatisticsAnswer, toMs: number): boolean {
  return toMs + CLOSING_GRACE_MS <= asOfMs && pendingHours.length === 0;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
