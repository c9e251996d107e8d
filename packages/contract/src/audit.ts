import * as z from 'zod/mini';
import { DEFAULT_ENTRIES_PER_PAGE, MAX_ENTRIES_PER_PAGE } from './directory-query.ts';
import { checkPage, checkRange, pageParameters, rangeParameters, refuseIn } from './query-parameters.ts';

/** The longest range of one query of the audit log. */
export const MAX_AUDIT_RANGE_DAYS = 400;

/** The query parameters of `GET /v1/audit`. */
export const auditQuery = z
  .strictObject({
    ...rangeParameters,
    ...pageParameters(MAX_ENTRIES_PER_PAGE, DEFAULT_ENTRIES_PER_PAGE),
  })
  .check((context) => {
    checkRange(context.value, MAX_AUDIT_RANGE_DAYS, refuseIn(context));
    checkPage(context.value, refuseIn(context));
  });
