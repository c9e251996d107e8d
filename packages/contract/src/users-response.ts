import * as z from 'zod/mini';
import { problemSchema } from './problem.ts';
import { flag, type Immutable, instantText, nextCursor, quantity, text } from './response-parts.ts';

export const userResponse = z.object({
  id: text('The id of the user, as in records.'),
  name: text('The name, for people.'),
  email: z.exactOptional(z.string()),
  disabled: flag('Whether new records that name the user are refused.'),
  disabledAt: z.exactOptional(instantText('When the user was disabled; absent while enabled.')),
  createdAt: instantText('When the user was registered.'),
});
export type UserResponse = Immutable<typeof userResponse>;

/** The answer of `GET /v1/users`. */
export const userListResponse = z.object({
  users: z.array(userResponse).check(z.describe('Ordered by id.')),
  nextCursor: nextCursor(),
});
export type UserListResponse = Immutable<typeof userListResponse>;

/** The result of one row of an import. */
export const importResult = z.object({
  line: quantity('The line in the file, from 1; the header counts as a line.'),
  id: z.exactOptional(text('The user’s id, if the row has one.')),
  status: z
    .enum(['created', 'updated', 'unchanged', 'rejected', 'failed'])
    .check(z.describe('`failed`: the row could not be stored; import it again.')),
  errors: z.exactOptional(z.array(problemSchema).check(z.describe('Paths are columns, such as `/email`.'))),
});
export type ImportResult = Immutable<typeof importResult>;

/** The body of the answer of `POST /v1/users/import`. */
export const importResponse = z.object({
  created: quantity('Rows that registered a user.'),
  updated: quantity('Rows that changed a user.'),
  unchanged: quantity('Rows that changed nothing.'),
  rejected: quantity('Rows that break a rule.'),
  failed: quantity('Rows that could not be stored.'),
  results: z.array(importResult).check(z.describe('In the order of the rows.')),
});
export type ImportResponse = Immutable<typeof importResponse>;
