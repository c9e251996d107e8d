import type { UsageRecord } from '../usage/record.ts';
import type { ShownIds } from './shown-ids.ts';

/** A record as it appears, with the names of its ids. */
export interface ShownRecord extends UsageRecord {
  readonly accessKeyName?: string;
  readonly userName?: string;
}

/** Records as a caller may see them. With pseudonyms they have no metadata, because metadata may name users. */
export async function showRecords(
  ids: ShownIds,
  records: readonly UsageRecord[],
): Promise<readonly ShownRecord[]> {
  const showKey = await ids.display(
    'access_key',
    records.map(({ accessKeyId }) => accessKeyId),
  );
  const showUser = await ids.display(
    'user',
    records.flatMap(({ userId }) => userId ?? []),
  );
  return records.map(({ accessKeyId, userId, metadata, ...record }) => {
    const key = showKey(accessKeyId);
    const user = userId === undefined ? undefined : showUser(userId);
    return {
      ...record,
      accessKeyId: key.id,
      ...(key.name !== undefined && { accessKeyName: key.name }),
      ...(user && { userId: user.id }),
      ...(user?.name !== undefined && { userName: user.name }),
      ...(metadata && !ids.pseudonymous && { metadata }),
    };
  });
}
