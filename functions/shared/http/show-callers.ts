import {
  callerId,
  type ExportCreator,
  type Principal,
  type ShownId,
  type ShownIds,
} from '@token-ledger/core';
import type { HttpRequest } from './http-handler.ts';
import type { ShownIdsDeps } from './shown-ids.ts';

/** A caller, and how ids appear in the answers. */
export interface Caller {
  readonly principal: Principal;
  readonly ids: ShownIds;
}

export async function callerOf({ shownIdsOf }: ShownIdsDeps, { principal }: HttpRequest): Promise<Caller> {
  return { principal, ids: await shownIdsOf(principal) };
}

/** How another caller, such as the creator of an export, appears in an answer. */
export type ShowCaller = (asked: ExportCreator) => ShownId;

/**
 * Reads the names of other callers. The subject of a person's sign-in may be a user id, so a caller who sees pseudonyms in
 * place of users sees pseudonyms in place of other people, too.
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
