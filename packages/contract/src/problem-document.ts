import * as z from 'zod/mini';
import { type Problem, problemSchema } from './problem.ts';

/** The consequences of a code for the caller and for the log. */
interface ProblemKind {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly title: string;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** A caller's mistake is not an operational event. */
  readonly logLevel: 'debug' | 'warn' | 'error';
}

/** The one table from error code to HTTP status, retry decision and log level. A closed set: clients may switch on it. */
export const PROBLEM_KINDS = {
  invalid_request: kind(400, 'The request is not valid.'),
  range_too_large: kind(400, 'The range holds too much for one answer.'),
  invalid_json: kind(400, 'The body is not valid JSON.'),
  invalid_encoding: kind(400, 'The body cannot be decoded.'),
  invalid_record: kind(400, 'No record is valid.'),
  too_old: kind(400, 'Every record is too old.'),
  too_many_tokens: kind(400, 'Every record has more tokens than one call can have used.'),
  missing_credentials: kind(401, 'An access key or a sign-in is required.'),
  invalid_credentials: kind(401, 'The credentials are not valid.'),
  expired_credentials: kind(401, 'The sign-in has expired.'),
  disabled_access_key: kind(401, 'The access key is disabled.'),
  insufficient_scope: kind(403, 'The access key lacks the needed scope.'),
  insufficient_role: kind(403, 'The sign-in does not allow this.'),
  not_permitted: kind(403, 'The access key may not report for others.'),
  disabled: kind(403, 'Every record names a disabled access key or user.'),
  access_key_not_found: kind(404, 'There is no such access key.'),
  user_not_found: kind(404, 'There is no such user.'),
  not_visible: kind(403, 'You may see only your own usage.'),
  record_not_found: kind(404, 'There is no such record.'),
  export_not_found: kind(404, 'There is no such export.'),
  rebuild_not_found: kind(404, 'There is no such rebuild.'),
  prices_changed: kind(409, 'The prices were changed by somebody else.'),
  report_not_found: kind(404, 'There is no such report.'),
  run_not_found: kind(404, 'There is no such run.'),
  conflict: kind(409, 'Every record contradicts one that is recorded.'),
  ambiguous_request_id: kind(409, 'Records of several access keys have this request id.'),
  too_many_reports: kind(409, 'There are too many reports.'),
  report_changed: kind(409, 'Another request changed the report.', { retryable: true }),
  report_running: kind(409, 'A run of the report is under way.', { retryable: true }),
  budget_not_found: kind(404, 'The budget does not exist.'),
  failed_message_not_found: kind(404, 'The failed message does not exist.'),
  failed_message_busy: kind(409, 'The failed message is not available right now.', { retryable: true }),
  not_recordable: kind(409, 'The failed message would fail again.'),
  too_many_budgets: kind(409, 'There are too many budgets.'),
  budget_changed: kind(409, 'Another request changed the budget.', { retryable: true }),
  own_access_key: kind(409, 'An access key cannot lock itself out.'),
  user_exists: kind(409, 'The user already exists.'),
  changed_meanwhile: kind(409, 'Another request changed it at the same time.', { retryable: true }),
  range_frozen: kind(409, 'The range cannot be recomputed any more.'),
  rebuild_running: kind(409, 'Another rebuild is running.', { retryable: true }),
  too_complex: kind(413, 'The body has too many values, or nests them too deeply.'),
  body_too_large: kind(413, 'The body is too large.'),
  too_many_records: kind(413, 'The request has too many records.'),
  unsupported_media_type: kind(415, 'The media type of the body is not supported.'),
  unsupported_content_encoding: kind(415, 'The content encoding is not supported.'),
  idempotency_key_reused: kind(422, 'The Idempotency-Key came with another body before.'),
  rate_limited: kind(429, 'Too many requests.', { retryable: true }),
  internal_error: kind(500, 'Something went wrong.', { retryable: true, logLevel: 'error' }),
  not_stored: kind(503, 'Nothing could be stored. Try again.', { retryable: true, logLevel: 'error' }),
} as const satisfies Record<string, ProblemKind>;

export type ProblemKindCode = keyof typeof PROBLEM_KINDS;

/** An error answer by RFC 9457 (`application/problem+json`). Some answers have more fields. */
export const problemDocumentSchema = /* @__PURE__ */ z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(/* @__PURE__ */ Object.keys(PROBLEM_KINDS) as [ProblemKindCode, ...ProblemKindCode[]]),
  detail: z.string(),
  /** Quote it when asking for help. */
  requestId: z.string(),
  retryable: z.boolean(),
  errors: z.optional(z.array(problemSchema)),
});
export type ProblemDocument = z.infer<typeof problemDocumentSchema>;

/** The part of a problem document that its code does not decide. */
export interface ProblemDetails {
  /** What was wrong, what was received, what is allowed; never content. */
  readonly detail: string;
  readonly errors?: readonly Problem[];
  /** More fields, such as the result of each record. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export function problemDocument(
  code: ProblemKindCode,
  { detail, errors, extensions }: ProblemDetails,
  requestId: string,
): ProblemDocument {
  const { status, title, retryable } = PROBLEM_KINDS[code];
  return {
    type: `urn:token-ledger:problem:${code}`,
    title,
    status,
    code,
    detail,
    requestId,
    retryable,
    ...(errors && { errors: [...errors] }),
    ...extensions,
  };
}

function kind<const S extends ProblemKind['status']>(
  status: S,
  title: string,
  { retryable = false, logLevel = 'debug' }: Partial<Pick<ProblemKind, 'retryable' | 'logLevel'>> = {},
) {
  return { status, title, retryable, logLevel };
}
