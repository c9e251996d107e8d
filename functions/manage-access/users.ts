import {
  createUserSchema,
  ROUTES,
  type UserListResponse,
  type UserResponse,
  updateUserSchema,
  userQuery,
  usersQuery,
} from '@token-ledger/contract';
import { type Clock, iso, type User, type UserStore, withoutAbsent } from '@token-ledger/core';
import { type CursorDeps, nextCursor, readCursor } from '../shared/http/cursor.ts';
import type { HttpAnswer, HttpEvent, HttpRequest } from '../shared/http/http-handler.ts';
import { locationOf, MAX_ID_LENGTH, pathId } from '../shared/http/path-parameters.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readParameters } from '../shared/http/read-parameters.ts';
import { changedMeanwhile, readBody } from './read-body.ts';

interface UsersDeps extends CursorDeps {
  readonly users: Pick<UserStore, 'listUsers' | 'getUser' | 'createUser' | 'replaceUser'>;
  readonly clock: Clock;
}

const LIST = 'users';

/** `GET /v1/users`. */
export async function listUsers(deps: UsersDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  const { id, limit, offset = 0, cursor } = readParameters(usersQuery, event);
  if (id !== undefined) {
    const user = await deps.users.getUser(id);
    const found: UserListResponse = { users: user && offset === 0 ? [present(user)] : [] };
    return { statusCode: 200, body: found };
  }
  const [afterId] = (await readCursor(deps, LIST, cursor)) ?? [];
  const page = await deps.users.listUsers({
    limit: offset + limit,
    ...(afterId !== undefined && { afterId }),
  });
  const body: UserListResponse = {
    users: page.items.slice(offset).map(present),
    ...(await nextCursor(deps, LIST, page.nextAfterId === undefined ? undefined : [page.nextAfterId])),
  };
  return { statusCode: 200, body };
}

/** `GET /v1/users/{id}`. */
export async function getUser({ users }: UsersDeps, request: HttpRequest): Promise<HttpAnswer> {
  return { statusCode: 200, body: present(await find(users, pathId(request))) };
}

/** `POST /v1/users`. */
export async function createUser({ users, clock }: UsersDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  const input = await readBody(createUserSchema, event);
  const user: User = withoutAbsent({ ...input, createdAtMs: clock(), disabled: false, revision: 1 });
  if (!(await users.createUser(user))) {
    throw new ProblemError('user_exists', { detail: 'A user of this id is registered already.' });
  }
  return { statusCode: 201, body: present(user), headers: { location: addressOf(user.id) } };
}

/** `PUT /v1/users/{id}`. */
export async function updateUser(deps: UsersDeps, request: HttpRequest): Promise<HttpAnswer> {
  return update(deps, request.event, pathId(request));
}

/** `PUT /v1/users?id=…`. */
export async function updateUserByQuery(deps: UsersDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  return update(deps, event, readParameters(userQuery, event).id);
}

async function update(deps: UsersDeps, event: HttpEvent, id: string | undefined): Promise<HttpAnswer> {
  const input = await readBody(updateUserSchema, event);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const user = await find(deps.users, id);
    const changed = changeUser(user, input, deps.clock());
    if (await deps.users.replaceUser(changed)) return { statusCode: 200, body: present(changed) };
  }
  throw changedMeanwhile();
}

/** A user with everything replaced that may change. A user who stays disabled keeps the time of disabling. */
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
  const isPlain = /^[\w~@:+-][\w.~@:+-]*$/.test(id);
  return isPlain
    ? locationOf(ROUTES.getUser, { id })
    : `${ROUTES.listUsers.path}?id=${encodeURIComponent(id)}`;
}

async function find(users: UsersDeps['users'], id: string | undefined): Promise<User> {
  const user = id !== undefined && id.length <= MAX_ID_LENGTH ? await users.getUser(id) : undefined;
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
