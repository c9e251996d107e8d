import {
  createUserSchema,
  ROUTES,
  type UserListResponse,
  type UserResponse,
  updateUserSchema,
  userQuery,
  usersQuery,
} from '@token-ledger/contract';
import { type User, withoutAbsent } from '@token-ledger/core';
import type { HttpAnswer, HttpEvent, HttpRequest } from '../shared/http/http-handler.ts';
import { encodePageCursor } from '../shared/http/page-cursor.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readParameters } from '../shared/http/read-parameters.ts';
import { changedMeanwhile } from './changed-meanwhile.ts';
import type { ManageAccessDeps } from './handler.ts';
import { iso } from './present-access-key.ts';
import { readCursor, readInput } from './read-input.ts';

const LIST = 'users';
/** Ids of records have at most as many bytes; DynamoDB takes no key longer than 1,024 bytes. */
const MAX_ID_CHARACTERS = 128;

/** `GET /v1/users`. */
export async function listUsers(deps: ManageAccessDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  const { id, limit, cursor } = readParameters(usersQuery, event);
  if (id !== undefined) {
    const user = await deps.users.getUser(id);
    const found: UserListResponse = { users: user ? [present(user)] : [] };
    return { statusCode: 200, body: found };
  }
  const afterId = await readCursor(cursor, LIST, deps.signingKey);
  const page = await deps.users.listUsers({ limit, ...(afterId !== undefined && { afterId }) });
  const body: UserListResponse = {
    users: page.items.map(present),
    ...(page.nextAfterId !== undefined && {
      nextCursor: encodePageCursor(page.nextAfterId, LIST, await deps.signingKey()),
    }),
  };
  return { statusCode: 200, body };
}

/** `GET /v1/users/{id}`. */
export async function getUser({ users }: ManageAccessDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  return { statusCode: 200, body: present(await find(users, idInPath(event))) };
}

/** `POST /v1/users`. */
export async function createUser(
  { users, clock }: ManageAccessDeps,
  { event }: HttpRequest,
): Promise<HttpAnswer> {
  const input = await readInput(createUserSchema, event);
  const user: User = withoutAbsent({ ...input, createdAtMs: clock(), disabled: false, revision: 1 });
  if (!(await users.createUser(user))) {
    throw new ProblemError('user_exists', { detail: 'There is a user of this id already.' });
  }
  return { statusCode: 201, body: present(user), headers: { location: addressOf(user.id) } };
}

/** `PUT /v1/users/{id}`. */
export async function updateUser(deps: ManageAccessDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  return update(deps, event, idInPath(event));
}

/** `PUT /v1/users?id=…`. */
export async function updateUserByQuery(deps: ManageAccessDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  return update(deps, event, readParameters(userQuery, event).id);
}

async function update(deps: ManageAccessDeps, event: HttpEvent, id: string): Promise<HttpAnswer> {
  const input = await readInput(updateUserSchema, event);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const user = await find(deps.users, id);
    const changed = changeUser(user, input, deps.clock());
    if (await deps.users.replaceUser(changed)) return { statusCode: 200, body: present(changed) };
  }
  throw changedMeanwhile();
}

/** The user with everything that may be changed replaced. One who was disabled before stays so since then. */
export function changeUser(
  { id, createdAtMs, disabledAtMs, revision }: User,
  input: Pick<User, 'name' | 'disabled'> & { readonly email?: string | undefined },
  nowMs: number,
): User {
  const { name, email, disabled } = input;
  return withoutAbsent({
    id,
    name,
    email,
    createdAtMs,
    disabled,
    disabledAtMs: disabled ? (disabledAtMs ?? nowMs) : undefined,
    revision: revision + 1,
  });
}

/**
 * Where a user is found: by the path where that can carry the id, and else by the query. An HTTP API decodes a path before it
 * looks for the route, so that a slash in an id is one of the path.
 */
function addressOf(id: string): string {
  const { path } = ROUTES.getUser;
  const isPlain = /^[\w~@:+-][\w.~@:+-]*$/.test(id);
  return isPlain
    ? path.replace('{id}', encodeURIComponent(id))
    : `${ROUTES.listUsers.path}?id=${encodeURIComponent(id)}`;
}

function idInPath(event: HttpEvent): string {
  return event.pathParameters?.['id'] ?? '';
}

async function find(users: ManageAccessDeps['users'], id: string): Promise<User> {
  const user = id.length > 0 && id.length <= MAX_ID_CHARACTERS ? await users.getUser(id) : undefined;
  if (!user) throw new ProblemError('user_not_found', { detail: 'No user of this id is registered.' });
  return user;
}

function present({ id, name, email, disabled, disabledAtMs, createdAtMs }: User): UserResponse {
  return {
    id,
    name,
    ...(email !== undefined && { email }),
    disabled,
    ...(disabledAtMs !== undefined && { disabledAt: iso(disabledAtMs) }),
    createdAt: iso(createdAtMs),
  };
}
