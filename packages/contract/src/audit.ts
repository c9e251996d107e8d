import { DAY_MS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { DEFAULT_ENTRIES_PER_PAGE, MAX_ENTRIES_PER_PAGE } from './directory-query.ts';
import { instant, wholeNumber } from './query-parameters.ts';

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
    const { from, to } = context.value;
    if (to === undefined) return;
    const refuse = (message: string) =>
      context.issues.push({ code: 'custom', path: ['to'], message, input: undefined });
    if (to <= from) refuse('must be later than from');
    if (to - from > MAX_AUDIT_RANGE_DAYS * DAY_MS)
      refuse(`must be at most ${MAX_AUDIT_RANGE_DAYS} days after from`);
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
  /** The name of the target, if that is an access key or user that is registered. */
  readonly targetName?: string;
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
