import { SCOPES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { flag, type Immutable, instantText, nextCursor, text } from './response-parts.ts';

/** An access key as it is told; never a secret, nor a hash of one. */
export const accessKeyResponse = z.object({
  id: text('As records name it.'),
  name: text('Tells people what the key is for.'),
  ownerUserId: z.exactOptional(
    text('The user whose usage the key reports when it may not report for others.'),
  ),
  ownerName: z.exactOptional(text('The name of the owner, where one is registered.')),
  scopes: z.array(z.enum(SCOPES)),
  disabled: flag('Whether it is refused.'),
  disabledAt: z.exactOptional(instantText('Since when; of a disabled key only.')),
  createdAt: instantText('When it was created.'),
  rotatedAt: z.exactOptional(instantText('When the secret was last replaced.')),
  lastUsedHour: z.exactOptional(instantText('The start of the hour in which it was last used.')),
});
export type AccessKeyResponse = Immutable<typeof accessKeyResponse>;

/** The answer to creating or rotating a key: the only one that ever has the secret. */
export const issuedAccessKeyResponse = z.object({
  ...accessKeyResponse.shape,
  accessKey: text('The key as it is sent in requests: `tl_…`. It is never told again.'),
  previousValidUntil: z.exactOptional(
    instantText('Until when the secret before this one stays valid; of a rotated key only.'),
  ),
});
export type IssuedAccessKeyResponse = Immutable<typeof issuedAccessKeyResponse>;

/** The answer of `GET /v1/access-keys`. */
export const accessKeyListResponse = z.object({
  accessKeys: z.array(accessKeyResponse).check(z.describe('In the order of creation.')),
  nextCursor: nextCursor(),
});
export type AccessKeyListResponse = Immutable<typeof accessKeyListResponse>;
