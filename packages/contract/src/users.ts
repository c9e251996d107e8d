import * as z from 'zod/mini';
import { trueOrFalse } from './query-parameters.ts';
import { displayName, name } from './wire-text.ts';

/** The largest body of `POST /v1/users/import`: 1 MB. */
export const MAX_IMPORT_BYTES = 1_000_000;

/** The most users in one import: as many as can be stored within the time of a request. */
export const MAX_IMPORT_ROWS = 2000;

/** The columns of an import; `id` and `name` are required. */
export const IMPORT_COLUMNS = ['id', 'name', 'email', 'disabled'] as const;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];

const email = () =>
  z.email('must be an e-mail address').check(z.maxLength(254, 'must be at most 254 characters'));

/** The body of `POST /v1/users`. */
export const createUserSchema = z.strictObject({
  /** The id as in records. */
  id: name(),
  name: displayName(),
  email: z.optional(email()),
});

/** The body of `PUT /v1/users/{id}`: every field that can change. Fields that are left out are removed. */
export const updateUserSchema = z.strictObject({
  name: displayName(),
  email: z.optional(email()),
  /** Required, so that leaving it out cannot enable a user. */
  disabled: z.boolean('must be true or false'),
});

/** One row of an import, as texts. Empty or missing columns stay unchanged. */
export const importedUserSchema = z.strictObject({
  id: name(),
  name: displayName(),
  email: z.optional(email()),
  disabled: z.optional(trueOrFalse()),
});

export type ImportedUser = z.output<typeof importedUserSchema>;
