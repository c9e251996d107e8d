import type { AccessKeyResponse } from '@token-ledger/contract';
import { type AccessKeyDescription, type AccessKeyStore, iso, type UserStore } from '@token-ledger/core';

export interface PresentAccessKeysDeps {
  readonly accessKeys: Pick<AccessKeyStore, 'getLastUses'>;
  readonly users: Pick<UserStore, 'getUserNames'>;
}

/** Access keys as the API returns them, with the names of their owners and when they were last used. */
export async function presentAccessKeys(
  { accessKeys, users }: PresentAccessKeysDeps,
  keys: readonly AccessKeyDescription[],
): Promise<readonly AccessKeyResponse[]> {
  const owners = new Set(keys.flatMap(({ ownerUserId }) => ownerUserId ?? []));
  const [names, lastUses] = await Promise.all([
    users.getUserNames([...owners]),
    accessKeys.getLastUses(keys.map(({ id }) => id)),
  ]);
  return keys.map((key) => present(key, names.get(key.ownerUserId ?? ''), lastUses.get(key.id)));
}

/** Field by field, so that the hashes of a key cannot leave with it. */
function present(
  key: AccessKeyDescription,
  ownerName: string | undefined,
  lastUsedHourMs: number | undefined,
): AccessKeyResponse {
  const { id, name, ownerUserId, scopes, disabled, disabledAtMs, createdAtMs, rotatedAtMs } = key;
  return {
    id,
    name,
    ...(ownerUserId !== undefined && { ownerUserId }),
    ...(ownerName !== undefined && { ownerName }),
    scopes,
    disabled,
    ...(disabledAtMs !== undefined && { disabledAt: iso(disabledAtMs) }),
    createdAt: iso(createdAtMs),
    ...(rotatedAtMs !== undefined && { rotatedAt: iso(rotatedAtMs) }),
    ...(lastUsedHourMs !== undefined && { lastUsedHour: iso(lastUsedHourMs) }),
  };
}
