import { type RecordResult, reporterOf } from '@token-ledger/contract';
import type { AccessKeyPrincipal, AdmissionLimits, DisabledIds } from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { denialError } from '../shared/http/problem-error.ts';
import { serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { answer, summarize } from './answer.ts';
import { judgeRecord } from './judge-record.ts';
import { readRequest, type UsageRequest } from './read-request.ts';
import { rejectedResult, storedResult } from './record-result.ts';
import { type StoreRecordsDeps, storeRecords } from './store-records.ts';

interface AcceptUsageDeps extends StoreRecordsDeps {
  readonly limits: AdmissionLimits;
  readonly disabledIds: () => Promise<DisabledIds>;
}

export const createHandler = serve(SERVICES.acceptUsage, { acceptUsage });

/** `POST /v1/usage`: accepts what is valid. The answer has the outcome of every record. */
async function acceptUsage(deps: AcceptUsageDeps, { event, principal }: HttpRequest): Promise<HttpAnswer> {
  const request = await readRequest(event);
  if (principal.kind !== 'access_key') throw denialError('insufficient_role');
  const results = await accept(deps, request, principal);
  const summary = summarize(results);
  deps.telemetry.count('RecordsAccepted', summary.accepted);
  deps.telemetry.count('RecordsRejected', summary.rejected);
  deps.telemetry.count('RecordsFailed', summary.failed);
  return answer(summary);
}

async function accept(
  deps: AcceptUsageDeps,
  { records, priority, idempotencyKey }: UsageRequest,
  principal: AccessKeyPrincipal,
): Promise<RecordResult[]> {
  const receivedAtMs = deps.ledger.clock();
  const reporter = reporterOf(principal);
  const rules = { limits: deps.limits, disabled: await deps.disabledIds() };
  const judged = records.map(({ json, path }, index) => {
    const context = {
      path,
      reporter,
      ...(idempotencyKey !== undefined && {
        idempotency: { callerKeyId: principal.accessKeyId, key: idempotencyKey, index },
      }),
    };
    return judgeRecord(json, context, receivedAtMs, rules);
  });
  const admitted = judged.filter((record) => record.kind === 'admitted');
  const storeOutcomes = await storeRecords(deps, admitted, priority, receivedAtMs);
  const storeOutcomesInOrder = storeOutcomes.values();
  return judged.map((record, index) =>
    record.kind === 'rejected'
      ? rejectedResult(index, record)
      : storedResult(index, record, storeOutcomesInOrder.next().value ?? 'failed'),
  );
}
