/** Why usage did not reach the ledger, or not yet. */
export type LedgerErrorCode =
  /** No endpoint or no access key: nothing is reported. */
  | 'not_configured'
  /** The buffer is full: records were dropped. */
  | 'buffer_full'
  /** The ledger refuses a record for good: it is invalid, too old or not permitted. */
  | 'rejected'
  /** The ledger could not be reached or did not take the records. They are kept and sent again. */
  | 'unavailable'
  /** A response could not be read for its usage. */
  | 'not_captured';

/** Passed to `onError`; never thrown into the caller's path. Its message holds no content and no secret. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: LedgerErrorCode;
  /** How many records it concerns. */
  readonly records: number;
  /** The HTTP status of the ledger's answer, if there was one. */
  readonly status: number | undefined;
  /** Of a rejected record. */
  readonly requestId: string | undefined;

  constructor(
    code: LedgerErrorCode,
    message: string,
    options: {
      records?: number;
      status?: number | undefined;
      requestId?: string | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.records = options.records ?? 0;
    this.status = options.status;
    this.requestId = options.requestId;
  }
}
