import type { components } from './openapi.ts';

type ProblemDocument = components['schemas']['Problem'];
type FieldProblem = components['schemas']['FieldProblem'];

/** The ledger's own codes, and four for calls that it did not answer, or not as the ledger. */
export type LedgerProblemCode =
  | ProblemDocument['code']
  /** The answer is none of the ledger's: a proxy or the wrong address may have sent it. */
  | 'unexpected_answer'
  /** There was no answer. */
  | 'unreachable'
  /** There was no answer in time, or no access token: see `requestTimeoutMs`. */
  | 'timeout'
  /** `accessToken` failed, so nothing was sent. Its error is the `cause`. */
  | 'no_access_token';

export interface ProblemDetails {
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly requestId?: string | undefined;
  readonly document?: ProblemDocument | undefined;
  readonly cause?: unknown;
}

/** Every call that fails rejects with one. Switch on its `code`. */
export class LedgerProblem extends Error {
  override readonly name = 'LedgerProblem';
  readonly code: LedgerProblemCode;
  /** The HTTP status, if there was an answer. */
  readonly status: number | undefined;
  /** What is wrong with the request, by field. */
  readonly errors: readonly FieldProblem[];
  /** Quote it when you ask for help. */
  readonly requestId: string | undefined;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** The ledger asked to wait so long before the next attempt. */
  readonly retryAfterMs: number | undefined;
  /** The whole problem document. Some have more fields, such as the `results` of the records that were refused. */
  readonly document: ProblemDocument | undefined;

  constructor(code: LedgerProblemCode, message: string, details: ProblemDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    const { document, status } = details;
    this.code = code;
    this.status = status;
    this.errors = document?.errors ?? [];
    this.requestId = document?.requestId ?? details.requestId;
    this.retryable = document?.retryable ?? (status === undefined || isTemporary(status));
    this.retryAfterMs = details.retryAfterMs;
    this.document = document;
  }
}

/** Statuses after which the same request may succeed. */
export function isTemporary(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501);
}

/** The error that an answer is. */
export function problemOf({ status, headers }: Response, text: string): LedgerProblem {
  const document = documentOf(text);
  const details = {
    status,
    document,
    requestId: headers.get('x-request-id') ?? undefined,
    retryAfterMs: retryAfterMs(headers.get('retry-after')),
  };
  if (!document)
    return new LedgerProblem(
      'unexpected_answer',
      `The answer has status ${status} and no problem document.`,
      details,
    );
  const fields = document.errors?.map(({ path, message }) => `${path} ${message}`.trim()) ?? [];
  return new LedgerProblem(document.code, [document.detail, ...fields].join('\n  '), details);
}

function documentOf(text: string): ProblemDocument | undefined {
  try {
    const document = JSON.parse(text) as Partial<ProblemDocument> | null;
    return typeof document?.code === 'string' ? (document as ProblemDocument) : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds, or a date; RFC 9110, section 10.2.3. */
function retryAfterMs(header: string | null): number | undefined {
  if (!header) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
