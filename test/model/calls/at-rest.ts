import {
  BUCKET_PERIODS,
  type BucketPeriod,
  type Conflict,
  DIMENSIONS,
  type Dimension,
  type FoldedStatistics,
  type LedgerStore,
  totalMeasures,
  type UsageRecord,
} from '@token-ledger/core';
import { wrongList } from '../../support/lists-at-rest.ts';
import { Violation } from '../violation.ts';
import { BASE, bestOf, contentOf, covers, sameContent } from './contents.ts';
import type { Place, TrueCalls, WatchedBucket } from './true-calls.ts';

/* What must hold when everything was delivered and rolled up, computed from the reports and from what is stored alone. */

/** Reports of one call agree: it is stored once, with the best of what was reported, and nothing contradicts. */
export function expectAgreement(
  truth: TrueCalls,
  reports: readonly UsageRecord[],
  conflicts: readonly Conflict[],
): void {
  if (conflicts.length > 0)
    throw new Violation(`Reports that agree are in conflict: ${JSON.stringify(conflicts[0])}`);
  for (const call of callsOf(truth, reports)) {
    const places = [...new Set(call.flatMap((report) => namesOf(truth, report)))];
    const stored = places.filter(({ revisions }) => revisions.length > 0);
    const live = stored.filter(({ revisions }) => revisions.at(-1)?.content !== undefined);
    const [counted] = live;
    const named = describe(places);
    if (live.length !== 1 || !counted) throw new Violation(`At rest ${named} is stored ${live.length} times`);
    // The request's name is the better one: where there are two records, it keeps its hour.
    if (counted.index !== Math.min(...stored.map(({ index }) => index)))
      throw new Violation(`At rest ${named} counts under the wrong name`);
    const { content, record } = counted.revisions.at(-1) ?? {};
    const best = bestOf(call.map(contentOf));
    if (!content || !sameContent(content, best)) {
      throw new Violation(
        `At rest ${named} is ${JSON.stringify(content)} instead of ${JSON.stringify(best)}`,
      );
    }
    const user = call.find(({ userId }) => userId !== undefined)?.userId;
    if (record?.userId !== user)
      throw new Violation(`At rest ${named} is of ${record?.userId} instead of ${user}`);
  }
}

/** Reports may contradict: each agrees with the record it leads to, or that it does not is on record. So do its names. */
export function expectConflictsOnRecord(
  truth: TrueCalls,
  reports: readonly UsageRecord[],
  conflicts: readonly Conflict[],
): void {
  for (const report of reports) {
    const place = truth.placeOf(report);
    const record = recordOf(truth, place);
    const own = conflicts.filter(({ accessKeyId }) => accessKeyId === report.accessKeyId);
    if (!agrees(record, report) && !own.some((conflict) => isAbout(conflict, report)))
      throw new Violation(`${report.requestId} contradicts its record, which is not on record`);
    const { otherName } = report;
    if (otherName === undefined) continue;
    const other = recordOf(truth, truth.placeOf({ ...report, requestId: otherName }));
    const tie = new Set([report.requestId, otherName]);
    const apart = own.some(
      ({ reported }) => tie.has(reported.requestId) && tie.has(reported.otherName ?? ''),
    );
    if (other !== record && !apart)
      throw new Violation(`${report.requestId} and ${otherName} are two calls, which is not on record`);
  }
}

/** A message is tied to one request; that another report ties it to another one is on record. */
export function expectTiesOnRecord(reports: readonly UsageRecord[], conflicts: readonly Conflict[]): void {
  for (const { accessKeyId, requestId, otherName } of reports) {
    if (otherName === undefined) continue;
    const other = reports.find(
      (report) =>
        report.accessKeyId === accessKeyId &&
        report.otherName === otherName &&
        report.requestId !== requestId,
    );
    const apart = conflicts.some(
      ({ reason, reported, ...conflict }) =>
        conflict.accessKeyId === accessKeyId &&
        reason !== 'figures' &&
        [reported.requestId, reported.otherName].includes(otherName),
    );
    if (other && !apart) {
      const requests = `${requestId} and ${other.requestId}`;
      throw new Violation(`${otherName} is tied to ${requests}, which is not on record`);
    }
  }
}

/** Every item is the sum of what is stored, with its progress, and there is no other. */
export async function expectItems(
  store: LedgerStore,
  truth: TrueCalls,
  buckets: ReadonlyMap<string, WatchedBucket['bucket']>,
): Promise<void> {
  for (const { period, id: bucketId, startMs, endMs } of buckets.values()) {
    const expected = new Map<string, { count: number; revisions: number; requests: bigint; cost: bigint }>();
    for (const { revisions, index } of truth.places) {
      const { record, content, digit = 0 } = revisions.at(-1) ?? {};
      if (!record || record.occurredAtMs < startMs || record.occurredAtMs >= endMs) continue;
      const named = record.userId ?? '-';
      const items = ['all *', `access_key ${record.accessKeyId}`, `user ${named}`];
      const [first] = revisions;
      if (first?.record.userId !== record.userId) items.push('user -');
      for (const [position, item] of items.entries()) {
        const sums = expected.get(item) ?? { count: 0, revisions: 0, requests: 0n, cost: 0n };
        sums.count += 1;
        sums.revisions += revisions.length - 1;
        if (content && position < 3) {
          sums.requests += 1n;
          sums.cost += BigInt(digit * BASE ** index);
        }
        expected.set(item, sums);
      }
    }
    for (const dimension of DIMENSIONS) {
      const { items } = await store.listStatistics({ period, bucketId, dimension }, { limit: 100 });
      for (const { id, statistics } of items) {
        const { requests, cost } = totalMeasures(statistics);
        const { count, revisions = 0 } = statistics;
        const sums = expected.get(`${dimension} ${id}`);
        const rightSums = sums?.requests === requests && sums.cost === cost;
        const rightProgress = sums?.count === count && sums.revisions === revisions;
        const right = rightSums && rightProgress;
        if (!right) throw new Violation(`At rest ${period} ${bucketId} is wrong by ${dimension} ${id}`);
        expected.delete(`${dimension} ${id}`);
      }
    }
    const [missing] = expected.keys();
    if (missing !== undefined) throw new Violation(`At rest ${period} ${bucketId} lacks ${missing}`);
    const wrong = await wrongList(
      store,
      { period, id: bucketId, startMs, endMs },
      await storedItems(store, period, bucketId),
    );
    if (wrong) throw new Violation(`At rest ${period} ${bucketId} is wrong in the list ${wrong}`);
  }
}

async function storedItems(
  store: LedgerStore,
  period: BucketPeriod,
  bucketId: string,
): Promise<FoldedStatistics> {
  const ofDimension = async (dimension: Dimension) => {
    const { items } = await store.listStatistics({ period, bucketId, dimension }, { limit: 100 });
    return new Map(items.map(({ id, statistics }) => [id, statistics]));
  };
  const [all, accessKeys, users] = await Promise.all(DIMENSIONS.map(ofDimension));
  return { all, access_key: accessKeys, user: users } as FoldedStatistics;
}

export async function expectNoMarks(store: LedgerStore): Promise<void> {
  for (const period of BUCKET_PERIODS) {
    const [mark] = await store.listMarks(period);
    if (mark) throw new Violation(`At rest ${period} ${mark.bucketId} is still marked`);
  }
}

/** Reports that share a name, also through others, are of one call. */
function callsOf(truth: TrueCalls, reports: readonly UsageRecord[]): readonly (readonly UsageRecord[])[] {
  const calls: UsageRecord[][] = [];
  for (const report of reports) {
    const names = new Set(namesOf(truth, report));
    const sharing = calls.filter((call) =>
      call.some((other) => namesOf(truth, other).some((name) => names.has(name))),
    );
    for (const call of sharing) calls.splice(calls.indexOf(call), 1);
    calls.push([...sharing.flat(), report]);
  }
  return calls;
}

function namesOf(truth: TrueCalls, report: UsageRecord): readonly Place[] {
  const { otherName } = report;
  const place = truth.placeOf(report);
  return otherName === undefined ? [place] : [place, truth.placeOf({ ...report, requestId: otherName })];
}

function recordOf(truth: TrueCalls, place: Place): UsageRecord {
  const record = truth.chain(place).at(-1)?.revisions.at(-1)?.record;
  if (!record) throw new Violation(`At rest nothing is stored for ${describe([place])}`);
  return record;
}

function agrees(record: UsageRecord, report: UsageRecord): boolean {
  if (record.userId !== undefined && report.userId !== undefined && record.userId !== report.userId)
    return false;
  const [stored, reported] = [contentOf(record), contentOf(report)];
  if (reported.rank === 0) return covers(stored, reported);
  return stored.rank >= reported.rank && stored.input === reported.input && stored.output === reported.output;
}

/**
 * Whether a conflict has what the report says on one of its sides: of users on that of the report; of figures on either, also
 * as those of a record that the report agreed with before it was merged.
 */
function isAbout({ recorded, reported, reason }: Conflict, report: UsageRecord): boolean {
  const says = ({ tokens }: Conflict['reported']) =>
    tokens.input === report.tokens.input && tokens.output === report.tokens.output;
  if (reason === 'figures') return says(reported) || says(recorded);
  return says(reported) && reported.userId === report.userId;
}

function describe(places: readonly Place[]): string {
  return places.map(({ key }) => `${key.accessKeyId}/${key.requestId}`).join(' and ');
}
