import * as z from 'zod/mini';
import { DEFAULT_ENTRIES_PER_PAGE, MAX_ENTRIES_PER_PAGE } from './directory-query.ts';
import { checkRange, instant, refuseIn, wholeNumber } from './query-parameters.ts';

/** The longest range of one query of the audit log. */
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
