import {
  type AccessKeyListResponse,
  createAccessKeySchema,
  directoryQuery,
  type IssuedAccessKeyResponse,
  ROUTES,
  rotateAccessKeySchema,
  updateAccessKeySchema,
} from '@token-ledger/contract';
import { type AccessKey, formatAccessKey, withoutAbsent } from '@token-ledger/core';
import { createAccessKeySecret } from '@token-ledger/secrets';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { encodePageCursor } from '../shared/http/page-cursor.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readParameters } from '../shared/http/read-parameters.ts';
import { changedMeanwhile } from './changed-meanwhile.ts';
import type { ManageAccessDeps } from './handler.ts';
import { iso, presentAccessKeys } from './present-access-key.ts';
import { readCursor, readInput, readOptionalInput } from './read-input.ts';

const LIST = 'access-keys';

/** Longer than any id that was ever given out, and within what a key may have. */
const MAX_ID_LENGTH = 128;

/** `GET /v1/access-keys`. */
export async function listAccessKeys(deps: ManageAccessDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  const { limit, cursor } = readParameters(directoryQuery, event);
  const afterId = await readCursor(cursor, LIST, deps.signingKey);
  const page = await deps.accessKeys.listAccessKeys({ limit, ...(afterId !== undefined && { afterId }) });
  const body: AccessKeyListResponse = {
    accessKeys: await presentAccessKeys(deps, page.items),
    ...(page.nextAfterId !== undefined && {
      nextCursor: encodePageCursor(page.nextAfterId, LIST, await deps.signingKey()),
    }),
  };
  return { statusCode: 200, body };
}

/** `GET /v1/access-keys/{id}`. */
export async function getAccessKey(deps: ManageAccessDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  const key = await find(deps, idOf(event));
  return { statusCode: 200, body: await presentAccessKey(deps, key) };
}

/** `POST /v1/access-keys`: the answer is the only place where the secret is ever told. */
export async function createAccessKey(deps: ManageAccessDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  const input = await readInput(createAccessKeySchema, event);
  const { secret, ...hashed } = createAccessKeySecret();
  const key: AccessKey = {
    id: `ak_${deps.newId()}`,
    ...withoutAbsent(input),
    ...hashed,
    createdAtMs: deps.clock(),
    disabled: false,
    revision: 1,
  };
  await deps.accessKeys.createAccessKey(key);
  const body: IssuedAccessKeyResponse = {
    ...(await presentAccessKey(deps, key)),
    accessKey: formatAccessKey(key.id, secret),
  };
  const location = ROUTES.getAccessKey.path.replace('{id}', encodeURIComponent(key.id));
  return { statusCode: 201, body, headers: { location } };
}

/** `PUT /v1/access-keys/{id}`. */
export async function updateAccessKey(
  deps: ManageAccessDeps,
  { event, principal }: HttpRequest,
): Promise<HttpAnswer> {
  const input = await readInput(updateAccessKeySchema, event);
  const id = idOf(event);
  const isOwn = principal.kind === 'access_key' && principal.accessKeyId === id;
  if (isOwn && (input.disabled || !input.scopes.includes('admin'))) {
    throw new ProblemError('own_access_key', {
      detail: 'An access key can neither disable itself nor take the scope admin from itself.',
    });
  }
  const changed = await change(deps, id, ({ ownerUserId: _owner, disabledAtMs, ...key }) => ({
    ...key,
    ...withoutAbsent(input),
    ...(input.disabled && { disabledAtMs: disabledAtMs ?? deps.clock() }),
  }));
  return { statusCode: 200, body: await presentAccessKey(deps, changed) };
}

/** `POST /v1/access-keys/{id}/rotate`: a new secret; the one before stays valid for a while, any older one ends now. */
export async function rotateAccessKey(deps: ManageAccessDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  const { overlapSeconds } = await readOptionalInput(rotateAccessKeySchema, event);
  const { secret, ...hashed } = createAccessKeySecret();
  const nowMs = deps.clock();
  const validUntilMs = nowMs + overlapSeconds * 1000;
  const changed = await change(deps, idOf(event), ({ previous: _previous, ...key }) => ({
    ...key,
    ...hashed,
    ...(overlapSeconds > 0 && { previous: { salt: key.salt, secretHash: key.secretHash, validUntilMs } }),
    rotatedAtMs: nowMs,
  }));
  const body: IssuedAccessKeyResponse = {
    ...(await presentAccessKey(deps, changed)),
    accessKey: formatAccessKey(changed.id, secret),
    ...(overlapSeconds > 0 && { previousValidUntil: iso(validUntilMs) }),
  };
  return { statusCode: 200, body };
}

async function presentAccessKey(deps: ManageAccessDeps, key: AccessKey) {
  const [presented] = await presentAccessKeys(deps, [key]);
  if (!presented) throw new Error('One access key is presented as one.');
  return presented;
}

async function change(
  { accessKeys }: ManageAccessDeps,
  id: string,
  next: (key: AccessKey) => AccessKey,
): Promise<AccessKey> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const key = await find({ accessKeys }, id);
    const changed = { ...next(key), revision: key.revision + 1 };
    if (await accessKeys.replaceAccessKey(changed)) return changed;
  }
  throw changedMeanwhile();
}

async function find({ accessKeys }: Pick<ManageAccessDeps, 'accessKeys'>, id: string): Promise<AccessKey> {
  const key = id.length <= MAX_ID_LENGTH ? await accessKeys.getAccessKey(id) : undefined;
  if (!key) throw new ProblemError('access_key_not_found', { detail: 'There is no access key of this id.' });
  return key;
}

function idOf(event: HttpRequest['event']): string {
  return event.pathParameters?.['id'] ?? '';
}
