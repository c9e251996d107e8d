import * as z from 'zod/mini';
import { checkPage, nonEmptyName, pageParameters, refuseIn } from './query-parameters.ts';

export const MAX_ENTRIES_PER_PAGE = 1000;
export const DEFAULT_ENTRIES_PER_PAGE = 100;

const pages = pageParameters(MAX_ENTRIES_PER_PAGE, DEFAULT_ENTRIES_PER_PAGE);

/** The query parameters of the list of access keys. */
export const directoryQuery = z
  .strictObject(pages)
  .check((context) => checkPage(context.value, refuseIn(context)));

/** The query parameters of the list of users. */
export const usersQuery = z
  .strictObject({
    ...pages,
    /** Lists the one user of this id, or nobody. */
    id: z.optional(nonEmptyName()),
  })
  .check((context) => checkPage(context.value, refuseIn(context)));

/** The query parameter of `PUT /v1/users`. */
export const userQuery = z.strictObject({ id: nonEmptyName() });
