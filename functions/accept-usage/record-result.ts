import { PROBLEM_KINDS, type Problem, type RecordResult, type ResultCode } from '@token-ledger/contract';
import type { AdmittedRecord, RejectedRecord } from './judge-record.ts';
import type { Fate } from './store-records.ts';

/** What is told about a record that was not to be stored. */
export function rejectedResult(index: number, { code, requestId, problems }: RejectedRecord): RecordResult {
  return {
    index,
    ...(requestId !== undefined && { requestId }),
    ...notAccepted('rejected', code, problems),
  };
}

/** What is told about a record after it was to be stored. */
export function storedResult(index: number, { reported }: AdmittedRecord, fate: Fate): RecordResult {
  const { requestId } = reported;
  if (typeof fate === 'object') {
    return { index, requestId, reason: fate.conflict, ...notAccepted('conflict', 'conflict', []) };
  }
  switch (fate) {
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
