import * as z from 'zod/mini';
import {
  checkPage,
  checkRange,
  nonEmptyName,
  pageParameters,
  rangeParameters,
  refuseIn,
} from './query-parameters.ts';

/** The longest range of one question: as long as a conflict is kept. */
export const MAX_CONFLICT_RANGE_DAYS = 90;

/** Conflicts on a page. */
export const MAX_CONFLICTS_PER_PAGE = 500;
export const DEFAULT_CONFLICTS_PER_PAGE = 100;

/** The query parameters of `GET /v1/conflicts`, as strings on the wire. Unknown parameters are refused. */
export const conflictsQuery = z
  .strictObject({
    /** When the reports were received. */
    ...rangeParameters,
    accessKeyId: z.optional(nonEmptyName()),
    ...pageParameters(MAX_CONFLICTS_PER_PAGE, DEFAULT_CONFLICTS_PER_PAGE),
  })
  .check((context) => {
    checkRange(context.value, MAX_CONFLICT_RANGE_DAYS, refuseIn(context));
    checkPage(context.value, refuseIn(context));
  });
