import { SCOPES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { name, shortText } from './wire-text.ts';

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

/** The body of `POST /v1/access-keys`. */
export const createAccessKeySchema = z.strictObject({
  /** For people: what the key is for. */
  name: shortText(),
  scopes: scopes(),
  /** The user of this key's usage, unless the key may report for others. */
  ownerUserId: z.optional(name()),
});

/** The body of `PUT /v1/access-keys/{id}`: every field that can change. Fields that are left out are removed. */
export const updateAccessKeySchema = z.strictObject({
  name: shortText(),
  scopes: scopes(),
  ownerUserId: z.optional(name()),
  /** Required, so that leaving it out cannot enable a key. */
  disabled: z.boolean('must be true or false'),
});

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
