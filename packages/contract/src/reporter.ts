import { type AccessKeyPrincipal, mayReportForOthers } from '@token-ledger/core';
import { type Problem, pointer } from './problem.ts';

/** A caller in the role of one who reports usage. */
export interface Reporter {
  /** Stands in where a record names no access key. */
  readonly accessKeyId: string;
  /** Stands in where a record of the own access key names no user. */
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

/** Records of a caller who may not report for others name its own access key and user, or none. */
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
