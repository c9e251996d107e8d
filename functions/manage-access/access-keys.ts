import {
  type AccessKeyListResponse,
  accessKeyCreatedEvent,
  accessKeyDisabledEvent,
  accessKeyRotatedEvent,
  createAccessKeySchema,
  directoryQuery,
  type IssuedAccessKeyResponse,
  type LedgerEvent,
  ROUTES,
  rotateAccessKeySchema,
  updateAccessKeySchema,
} from '@token-ledger/contract';
import {
  type AccessKey,
  type AccessKeyStore,
  type Clock,
  formatAccessKey,
  iso,
  withoutAbsent,
} from '@token-ledger/core';
import { createAccessKeySecret } from '@token-ledger/secrets';
import { type CursorDeps, nextCursor, readCursor } from '../shared/http/cursor.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { locationOf, pathId } from '../shared/http/path-parameters.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readParameters } from '../shared/http/read-parameters.ts';
import { type AnnounceAccessKeyDeps, announceStored, waitingEvent } from './announce-access-key.ts';
import { type PresentAccessKeysDeps, presentAccessKeys } from './present-access-key.ts';
import { changedMeanwhile, readBody } from './read-body.ts';

interface AccessKeysDeps extends CursorDeps, PresentAccessKeysDeps, AnnounceAccessKeyDeps {
  readonly accessKeys: PresentAccessKeysDeps['accessKeys'] &
    Pick<AccessKeyStore, 'listAccessKeys' | 'getAccessKey' | 'createAccessKey' | 'replaceAccessKey'>;
  readonly clock: Clock;
  /** A new ULID. */
  readonly newId: () => string;
}

const LIST = 'access-keys';

/** `GET /v1/access-keys`. */
export async function listAccessKeys(deps: AccessKeysDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  const { limit, offset = 0, cursor } = readParameters(directoryQuery, event);
  const [afterId] = (await readCursor(deps, LIST, cursor)) ?? [];
  const page = await deps.accessKeys.listAccessKeys({
    limit: offset + limit,
    ...(afterId !== undefined && { afterId }),
  });
  const body: AccessKeyListResponse = {
    accessKeys: await presentAccessKeys(deps, page.items.slice(offset)),
    ...(await nextCursor(deps, LIST, page.nextAfterId === undefined ? undefined : [page.nextAfterId])),
  };
  return { statusCode: 200, body };
}

/** `GET /v1/access-keys/{id}`. */
export async function getAccessKey(deps: AccessKeysDeps, request: HttpRequest): Promise<HttpAnswer> {
  const key = await find(deps, pathId(request));
  return { statusCode: 200, body: await presentAccessKey(deps, key) };
}

/** `POST /v1/access-keys`. The secret is in this answer only. */
export async function createAccessKey(deps: AccessKeysDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  const input = await readBody(createAccessKeySchema, event);
  const { secret, ...hashed } = createAccessKeySecret();
  const key: AccessKey = {
    id: `ak_${deps.newId()}`,
    ...withoutAbsent(input),
    ...hashed,
    createdAtMs: deps.clock(),
    disabled: false,
    revision: 1,
  };
  const created = waitingEvent(deps, accessKeyCreatedEvent(key));
  await deps.accessKeys.createAccessKey(key, created);
  await announceStored(deps, created);
  const body: IssuedAccessKeyResponse = {
    ...(await presentAccessKey(deps, key)),
    accessKey: formatAccessKey(key.id, secret),
  };
  return { statusCode: 201, body, headers: { location: locationOf(ROUTES.getAccessKey, { id: key.id }) } };
}

/** `PUT /v1/access-keys/{id}`. */
export async function updateAccessKey(deps: AccessKeysDeps, request: HttpRequest): Promise<HttpAnswer> {
  const input = await readBody(updateAccessKeySchema, request.event);
  const id = pathId(request);
  const { principal } = request;
  const isOwn = principal.kind === 'access_key' && principal.accessKeyId === id;
  if (isOwn && (input.disabled || !input.scopes.includes('admin'))) {
    throw new ProblemError('own_access_key', {
      detail: 'An access key can neither disable itself nor give up its scope admin.',
    });
  }
  const changed = await change(
    deps,
    id,
    ({ ownerUserId: _owner, disabledAtMs, ...key }) => ({
      ...key,
      ...withoutAbsent(input),
      ...(input.disabled && { disabledAtMs: disabledAtMs ?? deps.clock() }),
    }),
    disablingOf,
  );
  return { statusCode: 200, body: await presentAccessKey(deps, changed) };
}

/** `POST /v1/access-keys/{id}/rotate`: a new secret. The current one stays valid for a while, an older one ends now. */
export async function rotateAccessKey(deps: AccessKeysDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { event } = request;
  const { overlapSeconds } = event.body
    ? await readBody(rotateAccessKeySchema, event)
    : rotateAccessKeySchema.parse({});
  const { secret, ...hashed } = createAccessKeySecret();
  const nowMs = deps.clock();
  const validUntilMs = nowMs + overlapSeconds * 1000;
  const changed = await change(
    deps,
    pathId(request),
    ({ previous: _previous, ...key }) => ({
      ...key,
      ...hashed,
      ...(overlapSeconds > 0 && { previous: { salt: key.salt, secretHash: key.secretHash, validUntilMs } }),
      rotatedAtMs: nowMs,
    }),
    (key) => accessKeyRotatedEvent({ ...key, rotatedAtMs: nowMs }),
  );
  const body: IssuedAccessKeyResponse = {
    ...(await presentAccessKey(deps, changed)),
    accessKey: formatAccessKey(changed.id, secret),
    ...(overlapSeconds > 0 && { previousValidUntil: iso(validUntilMs) }),
  };
  return { statusCode: 200, body };
}

async function presentAccessKey(deps: AccessKeysDeps, key: AccessKey) {
  const [presented] = await presentAccessKeys(deps, [key]);
  if (!presented) throw new Error('The access key was not presented.');
  return presented;
}

async function change(
  deps: Pick<AccessKeysDeps, 'accessKeys'> & AnnounceAccessKeyDeps,
  id: string | undefined,
  next: (key: AccessKey) => AccessKey,
  eventOf: (changed: AccessKey, before: AccessKey) => LedgerEvent | undefined,
): Promise<AccessKey> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const key = await find(deps, id);
    const changed = { ...next(key), revision: key.revision + 1 };
    const event = waitingEvent(deps, eventOf(changed, key));
    if (await deps.accessKeys.replaceAccessKey(changed, event)) {
      await announceStored(deps, event);
      return changed;
    }
  }
  throw changedMeanwhile();
}

function disablingOf(changed: AccessKey, before: AccessKey): LedgerEvent | undefined {
  const { disabledAtMs } = changed;
  return before.disabled || disabledAtMs === undefined
    ? undefined
    : accessKeyDisabledEvent({ ...changed, disabledAtMs });
}

async function find(
  { accessKeys }: Pick<AccessKeysDeps, 'accessKeys'>,
  id: string | undefined,
): Promise<AccessKey> {
  const key = id === undefined ? undefined : await accessKeys.getAccessKey(id);
  if (!key) throw new ProblemError('access_key_not_found', { detail: 'There is no access key of this id.' });
  return key;
}
