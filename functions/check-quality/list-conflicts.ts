import { type ConflictsResponse, conflictsQuery, MAX_CONFLICT_RANGE_DAYS } from '@token-ledger/contract';
import { type ConflictPlace, pageOfConflicts, withoutAbsent } from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { iso, presentRange } from '../shared/http/json-values.ts';
import { decodePageCursor, encodePageCursor } from '../shared/http/page-cursor.ts';
import { invalidParameter, readParameters, readRange } from '../shared/http/read-parameters.ts';
import type { CheckQualityDeps } from './handler.ts';
import { presentConflicts } from './present-conflict.ts';

/** `GET /v1/conflicts`: reports that contradict a record, those of the latest day first. */
export async function listConflicts(
  { ledger, shownIdsOf, signingKey }: CheckQualityDeps,
  { event, principal }: HttpRequest,
): Promise<HttpAnswer> {
  const { limit, cursor, accessKeyId, ...query } = readParameters(conflictsQuery, event);
  const nowMs = ledger.clock();
  // What was received in this very millisecond is past, too.
  const range = readRange(query, nowMs + 1, MAX_CONFLICT_RANGE_DAYS);
  const list = JSON.stringify(['conflicts', query.from, query.to ?? null, accessKeyId ?? null]);
  const after = cursor === undefined ? undefined : decodePlace(cursor, list, await signingKey());
  const page = await pageOfConflicts(ledger, { ...range, limit, ...withoutAbsent({ accessKeyId, after }) });
  const body: ConflictsResponse = {
    asOf: iso(nowMs),
    range: presentRange(range),
    conflicts: await presentConflicts(await shownIdsOf(principal), page.conflicts),
    ...(page.next && { nextCursor: encodePageCursor(encodePlace(page.next), list, await signingKey()) }),
  };
  return { statusCode: 200, body };
}

function encodePlace({ day, id }: ConflictPlace): string {
  return `${day}.${id}`;
}

function decodePlace(cursor: string, list: string, signingKey: Uint8Array): ConflictPlace {
  const [, day, id] = /^(\d{8})\.(.+)$/.exec(decodePageCursor(cursor, list, signingKey) ?? '') ?? [];
  if (day !== undefined && id !== undefined) return { day, id };
  throw invalidParameter('/cursor', 'is not a cursor of this list');
}
