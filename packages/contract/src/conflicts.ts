import * as z from 'zod/mini';
import { checkRange, cursorText, instant, nonEmptyName, refuseIn, wholeNumber } from './query-parameters.ts';

/** The longest range of one question: as long as a conflict is kept. */
export const MAX_CONFLICT_RANGE_DAYS = 90;

/** Conflicts on a page. */
export const MAX_CONFLICTS_PER_PAGE = 500;
export const DEFAULT_CONFLICTS_PER_PAGE = 100;

/** The query parameters of `GET /v1/conflicts`, as strings on the wire. Unknown parameters are refused. */
export const conflictsQuery = z
  .strictObject({
    /** When the reports were received. */
    from: instant(),
    /** Exclusive. Default: now. */
    to: z.optional(instant()),
    accessKeyId: z.optional(nonEmptyName()),
    limit: z._default(wholeNumber(1, MAX_CONFLICTS_PER_PAGE), DEFAULT_CONFLICTS_PER_PAGE),
    cursor: z.optional(cursorText()),
  })
  .check((context) => {
    checkRange(context.value, MAX_CONFLICT_RANGE_DAYS, refuseIn(context));
  });
