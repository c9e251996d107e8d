import * as z from 'zod/mini';
import type { Problem } from './problem.ts';
import { name, shortText } from './wire-text.ts';

/** The largest body of `POST /v1/users/import`: 1 MB. */
export const MAX_IMPORT_BYTES = 1_000_000;

/** Users in one import: what is surely stored within the time of a request. */
export const MAX_IMPORT_ROWS = 2000;

/** The columns of an import; `id` and `name` are needed. */
export const IMPORT_COLUMNS = ['id', 'name', 'email', 'disabled'] as const;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];

const email = () =>
  z.email('must be an e-mail address').check(z.maxLength(254, 'must be at most 254 characters'));

/** The body of `POST /v1/users`. */
export const createUserSchema = z.strictObject({
  /** As records name the user. */
  id: name(),
  name: shortText(),
  email: z.optional(email()),
});

/** The body of `PUT /v1/users/{id}`: everything about a user that may be changed. What is left out is taken away. */
export const updateUserSchema = z.strictObject({
  name: shortText(),
  email: z.optional(email()),
  /** Needed, so that leaving it out never enables a user again. */
  disabled: z.boolean('must be true or false'),
});

/** One row of an import, as texts. What is empty, or has no column, is left as it is. */
export const importedUserSchema = z.strictObject({
  id: name(),
  name: shortText(),
  email: z.optional(email()),
  disabled: z.optional(
    z.pipe(
      z.enum(['true', 'false']),
      z.transform((value) => value === 'true'),
    ),
  ),
});

export type ImportedUser = z.output<typeof importedUserSchema>;

export interface UserResponse {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly disabled: boolean;
  /** Since when; of a disabled user only. */
  readonly disabledAt?: string;
  readonly createdAt: string;
}

/** The answer of `GET /v1/users`, in the order of ids. */
export interface UserListResponse {
  readonly users: readonly UserResponse[];
  readonly nextCursor?: string;
}

/** The fate of one row of an import. */
export interface ImportResult {
  /** Its line in the file, from 1; the header is a line, too. */
  readonly line: number;
  readonly id?: string;
  /** `failed`: could not be stored; import it again. */
  readonly status: 'created' | 'updated' | 'unchanged' | 'rejected' | 'failed';
  /** Paths are columns, such as `/email`. */
  readonly errors?: readonly Problem[];
}

export interface ImportResponse {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly failed: number;
  readonly results: readonly ImportResult[];
}
