import type { UsageRecord } from '../usage/record.ts';
import type { DisabledIds } from './disabled-ids.ts';

/*
 * Whether a record is refused because its access key or user is disabled depends on when it was received, never on when it
 * is judged. So the intake and the queue's consumer agree, however long a message waits: what was accepted counts, and a
 * redelivery changes nothing.
 */

/** How old a list of disabled ids may become before whoever judges records reads it again. */
export const DISABLED_IDS_CACHE_SECONDS = 30;

/** Records received this long after the disabling, and later, are refused: by then everyone has the new list. */
export const DISABLING_DELAY_SECONDS = 60;

export const NOBODY_DISABLED: DisabledIds = { accessKeys: new Map(), users: new Map() };

/** The fields of a record that name someone disabled. */
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
