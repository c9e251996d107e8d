import {
  type AdmittedRecord,
  PROBLEM_KINDS,
  type Problem,
  type RecordResult,
  type RejectedFacts,
  type RejectedRecord,
  type ResultCode,
  rejectedFacts,
} from '@token-ledger/contract';
import type { ReportedUsage } from '@token-ledger/core';
import type { ImplausibleRecord } from './set-aside.ts';
import type { StoreOutcome } from './store-records.ts';

/** The result of a record that will not count as it is. */
export function rejectedResult(index: number, rejected: RejectedRecord, json: unknown): RecordResult {
  return {
    index,
    ...('reported' in rejected ? factsOf(rejected.reported) : rejectedFacts(json)),
    ...notAccepted('rejected', rejected.code, rejected.problems),
  };
}

/** The result of a record of too many tokens: rejected once it is set aside; until then it may be sent again. */
export function implausibleResult(
  index: number,
  { reported, code, problems }: ImplausibleRecord,
  isSetAside: boolean,
): RecordResult {
  return {
    index,
    ...factsOf(reported),
    ...(isSetAside ? notAccepted('rejected', code, problems) : notAccepted('failed', 'not_stored', problems)),
  };
}

export function unjudgedResult(index: number): RecordResult {
  return { index, ...notAccepted('failed', 'not_stored', []) };
}

/** The result of a record that was admitted, by what became of storing it. */
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
      return { index, ...factsOf(reported), ...notAccepted('rejected', 'too_old', []) };
    case 'failed':
      return { index, requestId, ...notAccepted('failed', 'not_stored', []) };
  }
}

function factsOf({ requestId, metadata }: ReportedUsage): RejectedFacts {
  return { requestId, ...(metadata && { metadata }) };
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
