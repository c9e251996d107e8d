import { type AccessKeyPrincipal, mayReportForOthers } from '@token-ledger/core';
import { type Problem, pointer } from './problem.ts';

/** A caller that reports usage. */
export interface Reporter {
  /** The access key of records that name none. */
  readonly accessKeyId: string;
  /** The user of records of the caller's own access key that name none. */
  readonly userId?: string;
  /** Whether records may name other access keys and users. */
  readonly mayReportForOthers: boolean;
}

export function reporterOf({ accessKeyId, ownerUserId, scopes }: AccessKeyPrincipal): Reporter {
  return {
    accessKeyId,
    mayReportForOthers: mayReportForOthers(scopes),
    ...(ownerUserId !== undefined && { userId: ownerUserId }),
  };
}

/** A caller that may not report for others can only name its own access key and user, or none. */
export function permissionProblems(
  record: Readonly<Record<string, unknown>>,
  reporter: Reporter,
  path: string,
): readonly Problem[] {
  if (reporter.mayReportForOthers) return [];
  const own = { accessKeyId: reporter.accessKeyId, userId: reporter.userId };
  return (['accessKeyId', 'userId'] as const)
    .filter((field) => typeof record[field] === 'string' && record[field] !== own[field])
    .map((field) => ({
      path: pointer(path, [field]),
      code: 'not_permitted',
      message:
        own[field] === undefined
          ? 'must be absent: the access key has no user, and lacks the scope ingest:any to report for one'
          : `must be absent or '${own[field]}': the access key lacks the scope ingest:any to report for others`,
    }));
}
