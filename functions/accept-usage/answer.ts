import {
  type AcceptUsageResponse,
  MAX_PROBLEMS_PER_DOCUMENT,
  MAX_RETURNED_METADATA_BYTES,
  type RecordResult,
  type ResultCode,
} from '@token-ledger/contract';
import type { HttpAnswer } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';

/** What became of every record of a request, counted. */
export function summarize(results: RecordResult[]): AcceptUsageResponse {
  const count = (status: RecordResult['status']) =>
    results.filter((result) => result.status === status).length;
  return {
    totalItems: results.length,
    accepted: count('accepted'),
    conflicts: count('conflict'),
    rejected: count('rejected'),
    failed: count('failed'),
    results: results.map(withinAnswer()),
  };
}

/** Leaves out labels that would make the answer too large. The name of a record stays. */
function withinAnswer(): (result: RecordResult) => RecordResult {
  let bytes = 0;
  return ({ metadata, ...result }) => {
    if (!metadata) return result;
    // Lambda's answer is a JSON document with the body as a text in it.
    bytes += Buffer.byteLength(JSON.stringify(JSON.stringify(metadata)));
    return bytes <= MAX_RETURNED_METADATA_BYTES ? { ...result, metadata } : result;
  };
}

/**
 * 202 as soon as one record is accepted. Otherwise throws a `ProblemError` that names every outcome as well: 503 when a
 * record could not be stored, 409 when all contradict what is recorded, 403 when all are forbidden, 400 when none is valid.
 */
export function answer(summary: AcceptUsageResponse): HttpAnswer {
  if (summary.accepted > 0) return { statusCode: 202, body: summary };
  const code = summary.failed > 0 ? 'not_stored' : commonCode(summary.results);
  const errors = summary.results.flatMap((result) => result.errors ?? []);
  throw new ProblemError(code, {
    detail:
      `${summary.rejected} records were rejected, ${summary.conflicts} contradict what is recorded and ` +
      `${summary.failed} failed; results has the outcome of each.`,
    ...(errors.length > 0 && { errors: errors.slice(0, MAX_PROBLEMS_PER_DOCUMENT) }),
    extensions: { ...summary },
  });
}

function commonCode(results: readonly RecordResult[]): ResultCode {
  const codes = new Set(results.map(({ code }) => code));
  const [code] = codes;
  return codes.size === 1 && code ? code : 'invalid_record';
}
