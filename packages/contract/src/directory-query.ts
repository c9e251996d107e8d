import * as z from 'zod/mini';
import { nonEmptyName, wholeNumber } from './query-parameters.ts';

export const MAX_ENTRIES_PER_PAGE = 1000;
export const DEFAULT_ENTRIES_PER_PAGE = 100;

/** The query parameters of the lists of access keys and users. */
export const directoryQuery = z.strictObject({
  limit: z._default(wholeNumber(1, MAX_ENTRIES_PER_PAGE), DEFAULT_ENTRIES_PER_PAGE),
  cursor: z.optional(z.string().check(z.maxLength(1024, 'must be at most 1024 characters'))),
});

/** The query parameters of the list of users. */
export const usersQuery = z.extend(directoryQuery, {
  /** Lists the one user of this id, or nobody. */
  id: z.optional(nonEmptyName()),
});

/** The query parameter of `PUT /v1/users`. */
export const userQuery = z.strictObject({ id: nonEmptyName() });
