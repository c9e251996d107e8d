import type { ProblemDetails, ProblemKindCode } from '@token-ledger/contract';

/** The one error whose words reach the caller, as a problem document. Everything else leaves as an opaque 500. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemKindCode;
  readonly details: ProblemDetails;

  /** `details` are sent as they are: they must not contain content or secrets. */
  constructor(code: ProblemKindCode, details: ProblemDetails) {
    super(`${code}: ${details.detail}`);
    this.code = code;
    this.details = details;
  }
}
