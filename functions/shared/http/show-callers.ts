import {
  callerId,
  type ExportCreator,
  type Principal,
  type ShownId,
  type ShownIds,
} from '@token-ledger/core';

/** Who asks, and how they are shown ids. */
export interface Caller {
  readonly principal: Principal;
  readonly ids: ShownIds;
}

/** Who once asked for something, as a caller may be told. */
export type ShowCaller = (asked: ExportCreator) => ShownId;

/**
 * Reads the names of those who once asked for something. What the issuer of the sign-in calls a person may be the id of a
 * user, so whoever sees users by pseudonyms sees other people by pseudonyms, too.
 */
export async function showCallers(
  { ids, principal }: Caller,
  callers: readonly ExportCreator[],
): Promise<ShowCaller> {
  const showKey = await ids.display(
    'access_key',
    callers.flatMap(({ kind, id }) => (kind === 'access_key' ? id : [])),
  );
  const showUser = await ids.display(
    'user',
    callers.flatMap(({ userId }) => userId ?? []),
  );
  const isSelf = ({ kind, id }: ExportCreator) => kind === principal.kind && id === callerId(principal);

  return (asked) => {
    const { kind, id, userId } = asked;
    const { name } = kind === 'access_key' ? showKey(id) : userId === undefined ? {} : showUser(userId);
    const hidden = kind === 'person' && ids.pseudonymous && !isSelf(asked);
    return {
      id: hidden ? showUser(userId ?? id).id : id,
      ...(name !== undefined && { name }),
    };
  };
}
