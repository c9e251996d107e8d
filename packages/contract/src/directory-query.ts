import * as z from 'zod/mini';
import { wholeNumber } from './query-parameters.ts';

export const MAX_ENTRIES_PER_PAGE = 1000;
export const DEFAULT_ENTRIES_PER_PAGE = 100;

/** The query parameters of the lists of access keys and users. */
export const directoryQuery = z.strictObject({
  limit: z._default(wholeNumber(1, MAX_ENTRIES_PER_PAGE), DEFAULT_ENTRIES_PER_PAGE),
  cursor: z.optional(z.string().check(z.maxLength(1024, 'must be at most 1024 characters'))),
});
