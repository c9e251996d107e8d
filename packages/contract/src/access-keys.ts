import { mayUseScopes, SCOPES, type Scope, withoutAbsent } from '@token-ledger/core';
import * as z from 'zod/mini';
import { displayName, name } from './wire-text.ts';

/** The largest body of a request about one access key or user: a few short fields. */
export const MAX_ADMINISTRATION_BODY_BYTES = 10_000;

/** How long the old secret of a rotated key may stay valid: 7 days. */
export const MAX_ROTATION_OVERLAP_SECONDS = 604_800;

/** The overlap if the request does not set one: a day. */
export const DEFAULT_ROTATION_OVERLAP_SECONDS = 86_400;

const scopes = () =>
  z.array(z.enum(SCOPES), `must be a list of any of ${SCOPES.join(', ')}`).check(
    z.minLength(1, 'must have at least one scope'),
    z.refine((list) => new Set(list).size === list.length, 'must not name a scope twice'),
  );

/** Whose usage a key with `read:own` may read has to be known, unless it may read everything. */
const ownedIfReadingOwn = () =>
  z.refine<{ readonly scopes: readonly Scope[]; readonly ownerUserId?: string | undefined }>(
    ({ scopes: granted, ownerUserId }) =>
      !granted.includes('read:own') || mayUseScopes(withoutAbsent({ scopes: granted, ownerUserId }), READING),
    {
      error: 'is required with the scope read:own, which is about its usage',
      path: ['ownerUserId'],
      params: { code: 'required' },
    },
  );

const READING: readonly Scope[] = ['read', 'read:own', 'admin'];

/** The body of `POST /v1/access-keys`. */
export const createAccessKeySchema = z
  .strictObject({
    /** What the key is for, as people see it. */
    name: displayName(),
    scopes: scopes(),
    /** The user whose usage the key reports when it may not report for others, and reads with the scope `read:own`. */
    ownerUserId: z.optional(name()),
  })
  .check(ownedIfReadingOwn());

/** The body of `PUT /v1/access-keys/{id}`: everything about a key that may be changed. What is left out is taken away. */
export const updateAccessKeySchema = z
  .strictObject({
    name: displayName(),
    scopes: scopes(),
    ownerUserId: z.optional(name()),
    /** Needed, so that leaving it out never enables a key again. */
    disabled: z.boolean('must be true or false'),
  })
  .check(ownedIfReadingOwn());

const overlapMessage = `must be a whole number from 0 to ${MAX_ROTATION_OVERLAP_SECONDS}`;

/** The body of `POST /v1/access-keys/{id}/rotate`; optional. */
export const rotateAccessKeySchema = z.strictObject({
  /** How long the old secret stays valid. */
  overlapSeconds: z._default(
    z
      .int(overlapMessage)
      .check(z.gte(0, overlapMessage), z.lte(MAX_ROTATION_OVERLAP_SECONDS, overlapMessage)),
    DEFAULT_ROTATION_OVERLAP_SECONDS,
  ),
});
