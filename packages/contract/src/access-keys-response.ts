import { SCOPES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { flag, type Immutable, instantText, nextCursor, text } from './response-parts.ts';

/** An access key as it appears in answers, without its secret or hashes. */
export const accessKeyResponse = z.object({
  id: text('The id of the access key, as in records.'),
  name: text('For people: what the key is for.'),
  ownerUserId: z.exactOptional(text('The user of this key’s usage, unless the key may report for others.')),
  ownerName: z.exactOptional(text('The owner’s name, if registered.')),
  scopes: z.array(z.enum(SCOPES)),
  disabled: flag('Whether the key is refused.'),
  disabledAt: z.exactOptional(instantText('When the key was disabled; absent while it is enabled.')),
  createdAt: instantText('When the key was created.'),
  rotatedAt: z.exactOptional(instantText('When the secret was last replaced.')),
  lastUsedHour: z.exactOptional(instantText('The start of the hour in which the key was last used.')),
});
export type AccessKeyResponse = Immutable<typeof accessKeyResponse>;

/** The answer to creating or rotating a key: the only one that contains the secret. */
export const issuedAccessKeyResponse = z.object({
  ...accessKeyResponse.shape,
  accessKey: text('The key to send in requests: `tl_…`. It is never shown again.'),
  previousValidUntil: z.exactOptional(
    instantText('Until when the previous secret stays valid; only after a rotation.'),
  ),
});
export type IssuedAccessKeyResponse = Immutable<typeof issuedAccessKeyResponse>;

/** The answer of `GET /v1/access-keys`. */
export const accessKeyListResponse = z.object({
  accessKeys: z.array(accessKeyResponse).check(z.describe('In order of creation.')),
  nextCursor: nextCursor(),
});
export type AccessKeyListResponse = Immutable<typeof accessKeyListResponse>;
