import { callerId, type ExportJob, type Principal, type ShownIds } from '@token-ledger/core';
import type { ExportResponse } from '@token-ledger/contract';

/** Who made an export, as the caller may be told. */
export type ShowCreator = (job: ExportJob) => Pick<ExportResponse, 'createdBy' | 'createdByName'>;

/**
 * Reads the names of those who made some exports. What the issuer of the sign-in calls a person may be the id of a user, so
 * whoever sees users by pseudonyms sees other people by pseudonyms, too.
 */
export async function showCreators(
  ids: ShownIds,
  principal: Principal,
  jobs: readonly ExportJob[],
): Promise<ShowCreator> {
  const creators = jobs.map(({ createdBy }) => createdBy);
  const showKey = await ids.show(
    'access_key',
    creators.flatMap(({ kind, id }) => (kind === 'access_key' ? id : [])),
  );
  const showUser = await ids.show(
    'user',
    creators.flatMap(({ userId }) => userId ?? []),
  );
  const isSelf = ({ kind, id }: ExportJob['createdBy']) =>
    kind === principal.kind && id === callerId(principal);

  return ({ createdBy }) => {
    const { kind, id, userId } = createdBy;
    const { name } = kind === 'access_key' ? showKey(id) : userId === undefined ? {} : showUser(userId);
    const hidden = kind === 'person' && ids.pseudonymous && !isSelf(createdBy);
    return {
      createdBy: hidden ? showUser(userId ?? id).id : id,
      ...(name !== undefined && { createdByName: name }),
    };
  };
}
