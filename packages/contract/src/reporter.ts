import { type AccessKeyPrincipal, mayReportAnyUser, mayReportForOthers } from '@token-ledger/core';
import { type Problem, pointer } from './problem.ts';

/** A caller that reports usage. */
export interface Reporter {
  /** The access key of records that name none. */
  readonly accessKeyId: string;
  /** The user of records of the caller's own access key that name none. */
  readonly userId?: string;
  /** Whether records may name other access keys. */
  readonly mayReportForOthers: boolean;
  /** Whether records may name other users. */
  readonly mayReportAnyUser: boolean;
}

export function reporterOf({ accessKeyId, ownerUserId, scopes }: AccessKeyPrincipal): Reporter {
  return {
    accessKeyId,
    mayReportForOthers: mayReportForOthers(scopes),
    mayReportAnyUser: mayReportAnyUser(scopes),
    ...(ownerUserId !== undefined && { userId: ownerUserId }),
  };
}

/** A caller without the scopes for more can only name its own access key and user, or none. */
export function permissionProblems(
  record: Readonly<Record<string, unknown>>,
  reporter: Reporter,
  path: string,
): readonly Problem[] {
  const rules = [
    {
      field: 'accessKeyId',
      own: reporter.accessKeyId,
      permitted: reporter.mayReportForOthers,
      scope: 'the scope ingest:any',
    },
    {
      field: 'userId',
      own: reporter.userId,
      permitted: reporter.mayReportAnyUser,
      scope: 'the scopes ingest:users and ingest:any',
    },
  ] as const;
  return rules
    .filter(({ field, own, permitted }) => {
      const named = record[field];
      return !permitted && typeof named === 'string' && named !== own;
    })
    .map(({ field, own, scope }) => ({
      path: pointer(path, [field]),
      code: 'not_permitted',
      message:
        own === undefined
          ? `must be absent: the access key has no user, and lacks ${scope} to report for one`
          : `must be absent or '${own}': the access key lacks ${scope} to report for others`,
    }));
}
