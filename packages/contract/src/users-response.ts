import * as z from 'zod/mini';
import { problemSchema } from './problem.ts';
import { flag, type Immutable, instantText, nextCursor, quantity, text } from './response-parts.ts';

export const userResponse = z.object({
  id: text('As records name the user.'),
  name: text('For people.'),
  email: z.exactOptional(z.string()),
  disabled: flag('Whether new records that name the user are refused.'),
  disabledAt: z.exactOptional(instantText('Since when; of a disabled user only.')),
  createdAt: instantText('When the user was registered.'),
});
export type UserResponse = Immutable<typeof userResponse>;

/** The answer of `GET /v1/users`. */
export const userListResponse = z.object({
  users: z.array(userResponse).check(z.describe('In the order of ids.')),
  nextCursor: nextCursor(),
});
export type UserListResponse = Immutable<typeof userListResponse>;

/** The fate of one row of an import. */
export const importResult = z.object({
  line: quantity('Its line in the file, from 1; the header is a line, too.'),
  id: z.exactOptional(text('Of the user, if the row tells one.')),
  status: z
    .enum(['created', 'updated', 'unchanged', 'rejected', 'failed'])
    .check(z.describe('`failed`: could not be stored; import it again.')),
  errors: z.exactOptional(z.array(problemSchema).check(z.describe('Paths are columns, such as `/email`.'))),
});
export type ImportResult = Immutable<typeof importResult>;

/** The body of the answer of `POST /v1/users/import`. */
export const importResponse = z.object({
  created: quantity('Rows that registered a user.'),
  updated: quantity('Rows that changed one.'),
  unchanged: quantity('Rows that told nothing new.'),
  rejected: quantity('Rows that break a rule.'),
  failed: quantity('Rows that could not be stored.'),
  results: z.array(importResult).check(z.describe('In the order of the rows.')),
});
export type ImportResponse = Immutable<typeof importResponse>;
