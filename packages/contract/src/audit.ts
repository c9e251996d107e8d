import * as z from 'zod/mini';
import { DEFAULT_ENTRIES_PER_PAGE, MAX_ENTRIES_PER_PAGE } from './directory-query.ts';
import { checkRange, instant, refuseIn, wholeNumber } from './query-parameters.ts';

/** The longest range of one question to the audit log. */
export const MAX_AUDIT_RANGE_DAYS = 400;

/** The query parameters of `GET /v1/audit`. */
export const auditQuery = z
  .strictObject({
    from: instant(),
    /** Exclusive. Default: now. */
    to: z.optional(instant()),
    limit: z._default(wholeNumber(1, MAX_ENTRIES_PER_PAGE), DEFAULT_ENTRIES_PER_PAGE),
    cursor: z.optional(z.string().check(z.maxLength(1024, 'must be at most 1024 characters'))),
  })
  .check((context) => {
    checkRange(context.value, MAX_AUDIT_RANGE_DAYS, refuseIn(context));
  });

export interface AuditEntryResponse {
  readonly id: string;
  readonly at: string;
  readonly actor: {
    /** `unknown` did not prove to be anybody: `id` is then only what was claimed. */
    readonly kind: 'access_key' | 'person' | 'unknown';
    readonly id?: string;
    /** The name of the access key. */
    readonly name?: string;
  };
  /** The route that was called. */
  readonly operation: string;
  readonly target?: string;
  /** `done`, a problem's code, or `unfinished` of what has no answer, or never got one. */
  readonly outcome: string;
  readonly sourceIp: string;
  readonly userAgent?: string;
  readonly requestId: string;
  /** How many refusals of the same kind it stands for; absent for one. */
  readonly count?: number;
}

/** The answer of `GET /v1/audit`, the newest first. */
export interface AuditResponse {
  readonly entries: readonly AuditEntryResponse[];
  readonly nextCursor?: string;
}
