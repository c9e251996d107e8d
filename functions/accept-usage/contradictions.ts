import {
  agreedNames,
  type ConflictReason,
  groupReports,
  recordReports,
  type UsageRecord,
} from '@token-ledger/core';

/**
 * Which records of a request contradict an earlier one of it, and why; undefined for all others. What is queued is compared
 * with the ledger only when it is consumed, so this is what the answer can know.
 */
export function contradictionsAmong(
  records: readonly UsageRecord[],
): readonly (ConflictReason | undefined)[] {
  const reasons: (ConflictReason | undefined)[] = records.map(() => undefined);
  for (const group of groupReports(records)) {
    if (group.length === 1) continue;
    const ofCall = reasonsOf(group.map((index) => records[index] as UsageRecord));
    for (const [place, index] of group.entries()) reasons[index] = ofCall[place];
  }
  return reasons;
}

/** By the rules of the ledger: what it would do if nothing of the call were recorded yet. */
function reasonsOf(reports: readonly UsageRecord[]): readonly (ConflictReason | undefined)[] {
  if (!agreedNames(reports)) return tiedDifferently(reports);
  return recordReports(reports).outcomes.map((outcome) =>
    outcome.kind === 'conflict' ? outcome.conflict.reason : undefined,
  );
}

function tiedDifferently(reports: readonly UsageRecord[]): readonly (ConflictReason | undefined)[] {
  const tied = new Map<string, string>();
  return reports.map(({ requestId, otherName }) => {
    if (otherName === undefined) return undefined;
    const [known = otherName, knownOfOther = requestId] = [tied.get(requestId), tied.get(otherName)];
    if (known !== otherName || knownOfOther !== requestId) return 'names';
    tied.set(requestId, otherName).set(otherName, requestId);
    return undefined;
  });
}
