import { PROBLEM_KINDS, type Problem, type RecordResult, type ResultCode } from '@token-ledger/contract';
import type { AdmittedRecord, ImplausibleRecord, RejectedRecord } from './judge-record.ts';
import type { StoreOutcome } from './store-records.ts';

/** What is told about a record that was not to be stored. */
export function rejectedResult(index: number, { code, requestId, problems }: RejectedRecord): RecordResult {
  return {
    index,
    ...(requestId !== undefined && { requestId }),
    ...notAccepted('rejected', code, problems),
  };
}

/** The result of a record of too many tokens: rejected once it is set aside; until then it may be sent again. */
export function implausibleResult(
  index: number,
  { reported: { requestId }, code, problems }: ImplausibleRecord,
  isSetAside: boolean,
): RecordResult {
  return {
    index,
    requestId,
    ...(isSetAside ? notAccepted('rejected', code, problems) : notAccepted('failed', 'not_stored', problems)),
  };
}

export function unjudgedResult(index: number): RecordResult {
  return { index, ...notAccepted('failed', 'not_stored', []) };
}

/** What is told about a record after it was to be stored. */
export function storedResult(
  index: number,
  { reported }: AdmittedRecord,
  outcome: StoreOutcome,
): RecordResult {
  const { requestId } = reported;
  if (typeof outcome === 'object') {
    return { index, requestId, reason: outcome.conflict, ...notAccepted('conflict', 'conflict', []) };
  }
  switch (outcome) {
    case 'accepted':
      return { index, requestId, status: 'accepted' };
    case 'too_old':
      return { index, requestId, ...notAccepted('rejected', 'too_old', []) };
    case 'failed':
      return { index, requestId, ...notAccepted('failed', 'not_stored', []) };
  }
}

function notAccepted(
  status: Exclude<RecordResult['status'], 'accepted'>,
  code: ResultCode,
  problems: readonly Problem[],
) {
  return {
    status,
    code,
    retryable: PROBLEM_KINDS[code].retryable,
    ...(problems.length > 0 && { errors: [...problems] }),
  };
}
