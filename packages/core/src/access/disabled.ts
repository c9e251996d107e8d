import type { UsageRecord } from '../usage/record.ts';
import type { DisabledIds } from './disabled-ids.ts';

/*
 * A record is refused if its access key or user was disabled when the record was received, independent of when the
 * check runs. So the intake and the queue's consumer agree, however long a message waits: an accepted record counts,
 * and a redelivery changes nothing.
 */

/** The maximum age of a cached list of disabled ids. */
export const DISABLED_IDS_CACHE_SECONDS = 30;

/** Records received this long after the disabling, or later, are refused: by then every cache has the new list. */
export const DISABLING_DELAY_SECONDS = 60;

export const NOBODY_DISABLED: DisabledIds = { accessKeys: new Map(), users: new Map() };

/** The fields of a record that name a disabled access key or user. */
export function disabledFields(
  { accessKeyId, userId, receivedAtMs }: Pick<UsageRecord, 'accessKeyId' | 'userId' | 'receivedAtMs'>,
  { accessKeys, users }: DisabledIds,
): readonly ('accessKeyId' | 'userId')[] {
  const isRefused = (sinceMs = Number.POSITIVE_INFINITY) =>
    receivedAtMs >= sinceMs + DISABLING_DELAY_SECONDS * 1000;
  return [
    ...(isRefused(accessKeys.get(accessKeyId)) ? (['accessKeyId'] as const) : []),
    ...(userId !== undefined && isRefused(users.get(userId)) ? (['userId'] as const) : []),
  ];
}
