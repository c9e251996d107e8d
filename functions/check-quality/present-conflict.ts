import type { ConflictResponse, ConflictSideResponse } from '@token-ledger/contract';
import {
  type Conflict,
  type ConflictSide,
  effectiveTokens,
  iso,
  type ShownId,
  type ShownIds,
  sourceOf,
  totalTokens,
} from '@token-ledger/core';

/** Conflicts as the API shows them, with the names of access keys and users. */
export async function presentConflicts(
  ids: ShownIds,
  conflicts: readonly Conflict[],
): Promise<readonly ConflictResponse[]> {
  const showKey = await ids.display(
    'access_key',
    conflicts.map(({ accessKeyId }) => accessKeyId),
  );
  const showUser = await ids.display(
    'user',
    conflicts.flatMap(({ recorded, reported }) => [recorded.userId ?? [], reported.userId ?? []].flat()),
  );
  return conflicts.map(({ accessKeyId, receivedAtMs, recorded, reported, ...conflict }) => {
    const key = showKey(accessKeyId);
    return {
      ...conflict,
      receivedAt: iso(receivedAtMs),
      accessKeyId: key.id,
      ...(key.name !== undefined && { accessKeyName: key.name }),
      recorded: presentSide(recorded, showUser),
      reported: presentSide(reported, showUser),
    };
  });
}

function presentSide(
  { occurredAtMs, receivedAtMs, tokens, userId, ...side }: ConflictSide,
  showUser: (id: string) => ShownId,
): ConflictSideResponse {
  const user = userId === undefined ? undefined : showUser(userId);
  return {
    ...side,
    source: sourceOf(side),
    occurredAt: iso(occurredAtMs),
    receivedAt: iso(receivedAtMs),
    ...(user && { userId: user.id }),
    ...(user?.name !== undefined && { userName: user.name }),
    tokens: { ...tokens, total: totalTokens(tokens), effective: effectiveTokens(tokens) },
  };
}
