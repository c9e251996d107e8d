import { type ConflictsResponse, conflictsQuery, MAX_CONFLICT_RANGE_DAYS } from '@token-ledger/contract';
import {
  type ConflictPlace,
  type ConflictStore,
  iso,
  pageOfConflicts,
  withoutAbsent,
} from '@token-ledger/core';
import { type CursorDeps, nextCursor, readCursor } from '../shared/http/cursor.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { presentRange } from '../shared/http/json-values.ts';
import { behindOffset, offsetOf, offsetPart } from '../shared/http/offset.ts';
import { type RangeDeps, readParameters, readRange } from '../shared/http/read-parameters.ts';
import type { ShownIdsDeps } from '../shared/http/shown-ids.ts';
import { presentConflicts } from './present-conflict.ts';

interface ListConflictsDeps extends ShownIdsDeps, CursorDeps {
  readonly ledger: RangeDeps & { readonly store: Pick<ConflictStore, 'listConflicts'> };
}

/** `GET /v1/conflicts`: reports that contradict a record, those of the latest day first. */
export async function listConflicts(
  deps: ListConflictsDeps,
  { event, principal }: HttpRequest,
): Promise<HttpAnswer> {
  const { ledger, shownIdsOf } = deps;
  const { limit, offset, cursor, accessKeyId, ...query } = readParameters(conflictsQuery, event);
  const nowMs = ledger.clock();
  // What was received in this millisecond is past, too.
  const range = readRange(query, { ...ledger, clock: () => nowMs + 1 }, MAX_CONFLICT_RANGE_DAYS);
  const list = ['conflicts', query, accessKeyId ?? null];
  const [day, id, rest] = (await readCursor(deps, list, cursor)) ?? [];
  const after: ConflictPlace | undefined = day !== undefined && id !== undefined ? { day, id } : undefined;
  const skip = offsetOf(rest, offset);
  const page = await pageOfConflicts(ledger, {
    ...range,
    limit: skip + limit,
    ...withoutAbsent({ accessKeyId, after }),
  });
  const { items, left } = behindOffset(page.conflicts, skip);
  const next = page.next && [page.next.day, page.next.id, ...offsetPart(left)];
  const body: ConflictsResponse = {
    asOf: iso(nowMs),
    range: presentRange(range),
    conflicts: await presentConflicts(await shownIdsOf(principal), items),
    ...(await nextCursor(deps, list, next)),
  };
  return { statusCode: 200, body };
}
