import { MAX_REQUEST_ID_LENGTH } from '@token-ledger/contract';
import { type ReadDeps, type RecordStore, readRecord, visibilityOf } from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import type { ShownIdsDeps } from '../shared/http/shown-ids.ts';
import { presentRecords } from './present-record.ts';

export interface GetRecordDeps extends ShownIdsDeps {
  readonly ledger: ReadDeps & { readonly store: Pick<RecordStore, 'getRecord'> };
}

/** `GET /v1/records/{requestId}`. */
export async function getRecord(deps: GetRecordDeps, request: HttpRequest): Promise<HttpAnswer> {
  const requestId = request.event.pathParameters?.['requestId'] ?? '';
  // DynamoDB refuses keys that no record can have.
  const possible = requestId.length > 0 && requestId.length <= MAX_REQUEST_ID_LENGTH;
  const record = possible && (await readRecord(deps.ledger, visibilityOf(request.principal), requestId));
  if (!record) {
    throw new ProblemError('record_not_found', {
      detail: 'No record has this request id, or it has expired or was erased.',
    });
  }
  const [body] = await presentRecords(deps, await deps.shownIdsOf(request.principal), [record]);
  return { statusCode: 200, body };
}
