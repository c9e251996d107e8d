import type { UsageRecord } from '../../usage/record.ts';

/** The names of a call that its reports agree about. */
export interface AgreedNames {
  /** Under which it is recorded unless something else is found: the request id, if any report gives one. */
  readonly name: string;
  readonly otherName?: string;
}

/**
 * Groups reports by the names they share, within each access key, so that several of one call cost one claim.
 *
 * @returns the indexes of the reports of each group, in order.
 */
export function groupReports(reports: readonly UsageRecord[]): readonly (readonly number[])[] {
  const groups = new Set<number[]>();
  const byKey = new Map<string, Map<string, number[]>>();
  for (const [index, report] of reports.entries()) {
    const byName = byKey.get(report.accessKeyId) ?? new Map<string, number[]>();
    byKey.set(report.accessKeyId, byName);
    const [group = [], other = group] = namesOf(report)
      .map((name) => byName.get(name))
      .filter((found) => found !== undefined);
    groups.add(group);
    group.push(index);
    // The report ties together what two groups had under one name each.
    if (other !== group) {
      group.push(...other);
      groups.delete(other);
    }
    for (const member of other === group ? [index] : group)
      for (const name of namesOf(reports[member] as UsageRecord)) byName.set(name, group);
  }
  return [...groups].map((group) => group.toSorted((a, b) => a - b));
}

/** Undefined when the reports of a group tie names differently: they are not of one call. */
export function agreedNames(reports: readonly UsageRecord[]): AgreedNames | undefined {
  const tied = reports.find(({ otherName }) => otherName !== undefined) ?? reports[0];
  if (!tied) return undefined;
  const { requestId: name, otherName } = tied;
  const agree = reports.every((report) =>
    report.otherName === undefined
      ? report.requestId === name || report.requestId === otherName
      : report.requestId === name && report.otherName === otherName,
  );
  return agree ? { name, ...(otherName !== undefined && { otherName }) } : undefined;
}

function namesOf({ requestId, otherName }: UsageRecord): readonly string[] {
  return otherName === undefined ? [requestId] : [requestId, otherName];
}
