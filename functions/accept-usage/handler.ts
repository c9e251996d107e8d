import { type Judgement, judgeRecord, type RecordResult, reporterOf } from '@token-ledger/contract';
import {
  type AccessKeyPrincipal,
  type AdmissionLimits,
  type DisabledIds,
  type IdempotencyStore,
  mapConcurrently,
  type QuarantineStore,
} from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { denialError } from '../shared/http/problem-error.ts';
import { serve } from '../shared/http/serve.ts';
import { logRefusedRecords, traceRecords } from '../shared/log-records.ts';
import { SERVICES } from '../shared/metrics.ts';
import { reportUnknownFigures } from '../shared/report-unknown-figures.ts';
import type { Log } from '../shared/telemetry.ts';
import { answer, summarize } from './answer.ts';
import { bindIdempotencyKey } from './bind-idempotency-key.ts';
import { readRequest, type UsageRequest } from './read-request.ts';
import { implausibleResult, rejectedResult, storedResult, unjudgedResult } from './record-result.ts';
import { isImplausible, setAside } from './set-aside.ts';
import { type StoreRecordsDeps, storeRecords } from './store-records.ts';

export interface AcceptUsageDeps extends StoreRecordsDeps {
  readonly ledger: StoreRecordsDeps['ledger'] & { readonly store: QuarantineStore };
  readonly limits: AdmissionLimits;
  readonly disabledIds: () => Promise<DisabledIds>;
  readonly idempotency: IdempotencyStore;
}

/** A record that a defect here kept from being judged; it may be sent again. */
interface UnjudgedRecord {
  readonly kind: 'unjudged';
  readonly error: unknown;
}

const CONCURRENT_QUARANTINES = 8;

export function createHandler(deps: AcceptUsageDeps) {
  return serve(SERVICES.acceptUsage, deps, { acceptUsage });
}

/** `POST /v1/usage`: accepts what is valid. The answer has the outcome of every record. */
async function acceptUsage(deps: AcceptUsageDeps, { event, principal }: HttpRequest): Promise<HttpAnswer> {
  const request = await readRequest(event);
  if (principal.kind !== 'access_key') throw denialError('insufficient_role', event.routeKey);
  const results = await accept(deps, request, principal);
  const summary = summarize(results);
  deps.telemetry.count('RecordsAccepted', summary.accepted);
  deps.telemetry.count('RecordsRejected', summary.rejected);
  deps.telemetry.count('RecordsFailed', summary.failed);
  return answer(summary);
}

async function accept(
  deps: AcceptUsageDeps,
  { records, priority, idempotency }: UsageRequest,
  principal: AccessKeyPrincipal,
): Promise<RecordResult[]> {
  const receivedAtMs = deps.ledger.clock();
  const reporter = reporterOf(principal);
  const rules = { limits: deps.limits, disabled: await deps.disabledIds() };
  const judged = records.map(({ json, path }, index): Judgement | UnjudgedRecord => {
    const context = {
      path,
      reporter,
      ...(idempotency && {
        idempotency: { callerKeyId: principal.accessKeyId, key: idempotency.key, index },
      }),
    };
    try {
      return judgeRecord(json, context, receivedAtMs, rules);
    } catch (error) {
      return { kind: 'unjudged', error };
    }
  });
  const defect = judged.find((record) => record.kind === 'unjudged');
  if (defect) deps.telemetry.logger.error('Records could not be judged.', { error: defect.error });
  const admitted = judged.filter((record) => record.kind === 'admitted');
  // Also for what is only set aside: it is kept under an identity made from the key, and may be counted later.
  if (idempotency && (admitted.length > 0 || judged.some(isImplausible))) {
    await bindIdempotencyKey(deps, principal, idempotency, receivedAtMs);
  }
  reportUnknownFigures(
    deps.telemetry,
    admitted.map(({ unknownFigures }) => unknownFigures),
  );
  const storeOutcomes = await storeRecords(deps, admitted, priority, receivedAtMs);
  const setAsides = await mapConcurrently(
    judged.filter(isImplausible),
    CONCURRENT_QUARANTINES,
    async (record) => [record, await setAside(deps, record, receivedAtMs)] as const,
  );
  const isSetAside = new Map<unknown, boolean>(setAsides);
  const storeOutcomesInOrder = storeOutcomes.values();
  const results = judged.map((record, index) => {
    switch (record.kind) {
      case 'admitted':
        return storedResult(index, record, storeOutcomesInOrder.next().value ?? 'failed');
      case 'rejected':
        return isImplausible(record)
          ? implausibleResult(index, record, isSetAside.get(record) === true)
          : rejectedResult(index, record, records[index]?.json);
      default:
        return unjudgedResult(index);
    }
  });
  logResults(deps.telemetry.logger, judged, results);
  return results;
}

function logResults(
  logger: Log,
  judged: readonly (Judgement | UnjudgedRecord)[],
  results: readonly RecordResult[],
): void {
  const refused = results.filter(({ status }) => status === 'rejected' || status === 'conflict');
  logRefusedRecords(
    logger,
    'ofRequest',
    refused.map(({ requestId, reason, errors, code = 'invalid_record' }) => ({
      // A record that breaks several rules is counted under the first.
      reason: reason ?? errors?.[0]?.code ?? code,
      requestId,
    })),
  );
  traceRecords(logger, 'Records of a request were answered.', () =>
    judged.flatMap((record, index) => {
      if (record.kind !== 'admitted') return [];
      const { requestId, otherName, accessKeyId } = record.record;
      return [{ requestId, otherName, accessKeyId, outcome: results[index]?.status ?? 'failed' }];
    }),
  );
}
