import { type RecordResult, reporterOf } from '@token-ledger/contract';
import type { AccessKeyPrincipal, AdmissionLimits, DisabledIds, IdempotencyStore } from '@token-ledger/core';
import { refusalError } from '../http/error-answers.ts';
import { httpHandler } from '../http/http-handler.ts';
import { reportUnknownFigures } from '../report-unknown-figures.ts';
import { answer, summarize } from './answer.ts';
import { bindIdempotencyKey } from './bind-idempotency-key.ts';
import { judgeRecord } from './judge-record.ts';
import { readRequest, type UsageRequest } from './read-request.ts';
import { rejectedResult, storedResult } from './record-result.ts';
import { type StoreRecordsDeps, storeRecords } from './store-records.ts';

export interface AcceptUsageDeps extends StoreRecordsDeps {
  readonly limits: AdmissionLimits;
  readonly disabledIds: () => Promise<DisabledIds>;
  readonly idempotency: IdempotencyStore;
}

/** `POST /v1/usage`: accepts what is valid, and tells the fate of every record. */
export function createHandler(deps: AcceptUsageDeps) {
  return httpHandler(deps.telemetry, async ({ event, principal }) => {
    const request = await readRequest(event);
    if (principal.kind !== 'access_key') throw refusalError('insufficient_role');
    const results = await accept(deps, request, principal);
    const summary = summarize(results);
    deps.telemetry.count('RecordsAccepted', summary.accepted);
    deps.telemetry.count('RecordsRejected', summary.rejected);
    deps.telemetry.count('RecordsFailed', summary.failed);
    return answer(summary);
  });
}

async function accept(
  deps: AcceptUsageDeps,
  { records, priority, idempotency }: UsageRequest,
  principal: AccessKeyPrincipal,
): Promise<RecordResult[]> {
  const receivedAtMs = deps.ledger.clock();
  const reporter = reporterOf(principal);
  const rules = { limits: deps.limits, disabled: await deps.disabledIds() };
  const judged = records.map(({ json, path }, index) => {
    const context = {
      path,
      reporter,
      ...(idempotency && {
        idempotency: { callerKeyId: principal.accessKeyId, key: idempotency.key, index },
      }),
    };
    return judgeRecord(json, context, receivedAtMs, rules);
  });
  const admitted = judged.filter((record) => record.kind === 'admitted');
  if (idempotency && admitted.length > 0) {
    await bindIdempotencyKey(deps, principal, idempotency, receivedAtMs);
  }
  reportUnknownFigures(
    deps.telemetry,
    admitted.map(({ unknownFigures }) => unknownFigures),
  );
  const fates = await storeRecords(deps, admitted, priority, receivedAtMs);
  const fatesInOrder = fates.values();
  return judged.map((record, index) =>
    record.kind === 'rejected'
      ? rejectedResult(index, record)
      : storedResult(index, record, fatesInOrder.next().value ?? 'failed'),
  );
}
