import { MAX_REQUEST_ID_LENGTH, recordQuery } from '@token-ledger/contract';
import {
  type FindRecordsDeps,
  findVisibleRecords,
  type ReadDeps,
  type ShownIds,
  type UsageRecord,
  visibilityOf,
} from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readParameters } from '../shared/http/read-parameters.ts';
import type { ShownIdsDeps } from '../shared/http/shown-ids.ts';
import { presentRecords } from './present-record.ts';

/** Access keys that the problem of an ambiguous name lists. */
const MAX_LISTED_KEYS = 100;

export interface GetRecordDeps extends ShownIdsDeps {
  readonly ledger: ReadDeps & FindRecordsDeps;
}

/** `GET /v1/records/{requestId}`. */
export async function getRecord(deps: GetRecordDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { accessKeyId } = readParameters(recordQuery, request.event);
  const name = request.event.pathParameters?.['requestId'] ?? '';
  // DynamoDB refuses keys that no record can have.
  const possible = name.length > 0 && name.length <= MAX_REQUEST_ID_LENGTH;
  const visibility = visibilityOf(request.principal);
  const named = possible ? await findVisibleRecords(deps.ledger, visibility, name) : [];
  const found =
    accessKeyId === undefined ? named : named.filter((record) => record.accessKeyId === accessKeyId);
  const ids = await deps.shownIdsOf(request.principal);
  if (found.length === 0) {
    throw new ProblemError('record_not_found', {
      detail: 'No record has this request id, or it has expired or was erased.',
    });
  }
  if (found.length > 1) throw await ambiguous(found, ids);
  const [body] = await presentRecords(deps, ids, found, { withLines: true });
  return { statusCode: 200, body };
}

/** The same name may be that of different calls of different access keys. */
async function ambiguous(records: readonly UsageRecord[], ids: ShownIds): Promise<ProblemError> {
  const keys = records.slice(0, MAX_LISTED_KEYS).map(({ accessKeyId }) => accessKeyId);
  const show = await ids.display('access_key', keys);
  return new ProblemError('ambiguous_request_id', {
    detail: `Records of ${records.length} access keys have this request id. Choose one of accessKeys as accessKeyId.`,
    extensions: { accessKeys: keys.map(show) },
  });
}
