import type { UsageRecord } from '../../usage/record.ts';

/** The names of a call that its reports agree about. */
export interface AgreedNames {
  /** Under which it is recorded unless something else is found: the request id, if any report gives one. */
  readonly name: string;
  readonly otherName?: string;
}

/**
 * Groups reports by the names they share, within each access key, so that several of one call cost one claim. Takes hardly
 * more than one step a report, however names are tied: a batch can hold ten thousands that one caller tied on purpose.
 *
 * @returns the indexes of the reports of each group, in order.
 */
export function groupReports(reports: readonly UsageRecord[]): readonly (readonly number[])[] {
  const groups = new DisjointSets();
  const byKey = new Map<string, Map<string, number>>();
  for (const [index, report] of reports.entries()) {
    const byName = byKey.get(report.accessKeyId) ?? new Map<string, number>();
    byKey.set(report.accessKeyId, byName);
    for (const name of namesOf(report)) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, index);
      else groups.unite(known, index);
    }
  }
  return [...Map.groupBy(reports.keys(), (index) => groups.firstOf(index)).values()];
}

/** Sets of indexes, each known by its smallest member. */
class DisjointSets {
  readonly #parents = new Map<number, number>();

  unite(a: number, b: number): void {
    const [first, second] = [this.firstOf(a), this.firstOf(b)];
    if (first !== second) this.#parents.set(Math.max(first, second), Math.min(first, second));
  }

  /** Halves the way to it, so that later ones are short. */
  firstOf(index: number): number {
    let at = index;
    for (let parent = this.#parents.get(at); parent !== undefined; parent = this.#parents.get(at)) {
      const beyond = this.#parents.get(parent);
      if (beyond !== undefined) this.#parents.set(at, beyond);
      at = parent;
    }
    return at;
  }
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
