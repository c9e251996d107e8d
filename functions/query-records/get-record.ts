import { MAX_REQUEST_ID_LENGTH } from '@token-ledger/contract';
import { readRecord } from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { visibilityOfCaller } from '../shared/http/visibility-of-caller.ts';
import type { QueryRecordsDeps } from './handler.ts';
import { presentRecords } from './present-record.ts';

/** `GET /v1/records/{requestId}`. */
export async function getRecord(deps: QueryRecordsDeps, request: HttpRequest): Promise<HttpAnswer> {
  const requestId = request.event.pathParameters?.['requestId'] ?? '';
  // DynamoDB refuses keys that no record can have.
  const possible = requestId.length > 0 && requestId.length <= MAX_REQUEST_ID_LENGTH;
  const record = possible && (await readRecord(deps.ledger, visibilityOfCaller(request), requestId));
  if (!record) {
    throw new ProblemError('record_not_found', {
      detail: 'No record has this request id, or it has expired or was erased.',
    });
  }
  const [body] = await presentRecords(deps, await deps.shownIdsOf(request.principal), [record]);
  return { statusCode: 200, body };
}
