import type { UsageIteration, UsageRecord } from '../../usage/record.ts';
import {
  addTokens,
  cacheCreationTokens,
  NO_TOKENS,
  type TokenCounts,
  totalTokens,
} from '../../usage/token-counts.ts';
import { compareIds } from '../../util/compare-ids.ts';
import { stableJson } from '../../util/json.ts';
import { withoutAbsent } from '../../util/without-absent.ts';

/*
 * How a later report of a call changes its record. Reports have ranks: what broke off midway, what knows the totals only,
 * and what knows everything. A higher rank replaces the content, two that broke off grow together, and nothing else changes
 * anything: so a complete record stays as it is, and the order of reports does not matter for the figures.
 */

export const PARTIAL = 0;
export const TOTALS_ONLY = 1;
export const COMPLETE = 2;
type Rank = typeof PARTIAL | typeof TOTALS_ONLY | typeof COMPLETE;

export function rankOf({ status, detail }: Pick<UsageRecord, 'status' | 'detail'>): Rank {
  if (status === 'partial') return PARTIAL;
  return detail === 'totals' ? TOTALS_ONLY : COMPLETE;
}

/** The record with what the report adds to it; the record itself, the same object, when that is nothing. */
export function join(record: UsageRecord, report: UsageRecord): UsageRecord {
  const rank = rankOf(report);
  if (rank > rankOf(record)) return replaced(record, report);
  return rank === PARTIAL && rankOf(record) === PARTIAL ? grown(record, report) : record;
}

/** `join` for what does not contradict, or was counted: also the user that only one of the two names. */
export function merge(record: UsageRecord, other: UsageRecord): UsageRecord {
  const joined = join(record, other);
  if (joined.userId !== undefined || other.userId === undefined) return joined;
  return { ...joined, userId: other.userId };
}

/** `next`, which came of a stored record, as the revision that follows it. */
export function revised(stored: UsageRecord, next: UsageRecord): UsageRecord {
  const namedNow = stored.userId === undefined && next.userId !== undefined;
  return { ...next, revision: revisionOf(stored) + 1, ...(namedNow && { userNamedLater: true }) };
}

/**
 * What is left of a record that was merged into another of the same call: all that decides where it counts, as a record
 * without measures, so that statistics that counted it never seem to forget it.
 */
export function redirected(stored: UsageRecord, mergedInto: string): UsageRecord {
  const { requestId, otherName, accessKeyId, userId, userNamedLater, model, status } = stored;
  const { occurredAtMs, receivedAtMs, clockClamped, timeMissing } = stored;
  return revised(stored, {
    requestId,
    ...(otherName !== undefined && { otherName }),
    occurredAtMs,
    receivedAtMs,
    ...(clockClamped !== undefined && { clockClamped }),
    ...(timeMissing !== undefined && { timeMissing }),
    accessKeyId,
    ...(userId !== undefined && { userId }),
    ...(userNamedLater !== undefined && { userNamedLater }),
    model,
    tokens: NO_TOKENS,
    status,
    mergedInto,
  });
}

export function revisionOf({ revision = 1 }: Pick<UsageRecord, 'revision'>): number {
  return revision;
}

/** The content of the report, and of the record what the report does not know. Identity and time stay those of the record. */
function replaced(record: UsageRecord, report: UsageRecord): UsageRecord {
  const { source: _source, ...unsourced } = record;
  const { detail: _detail, ...known } = rankOf(report) === COMPLETE ? withoutBilling(unsourced) : unsourced;
  const { revision: _revision, userNamedLater: _later, ...timed } = report;
  const { clockClamped: _clamped, timeMissing: _missing, collectedBy: _collected, ...content } = timed;
  const otherName = record.otherName ?? otherNameThan(record.requestId, report);
  return {
    ...known,
    ...content,
    requestId: record.requestId,
    ...(otherName !== undefined && { otherName }),
    occurredAtMs: record.occurredAtMs,
    receivedAtMs: record.receivedAtMs,
    ...(record.userId !== undefined && { userId: record.userId }),
  };
}

/**
 * The record without what a complete report states even by leaving it out. Kept, such a field would let an unfinished report
 * decide what the complete one costs. How a call was served, and its searches, a later report may not know.
 */
function withoutBilling({
  billedTo: _payer,
  stopReason: _stop,
  iterations: _iterations,
  fallbackCredit: _credit,
  ...rest
}: UsageRecord): UsageRecord {
  return rest;
}

/** The report's name for the call that is not `name`, if it has one. */
export function otherNameThan(name: string, report: UsageRecord): string | undefined {
  return report.requestId === name ? report.otherName : report.requestId;
}

/**
 * Two partial records: each counter at its maximum, what decides the price beside them by the first that states it, and the
 * rest by the later one, provided that any counter grew.
 */
function grown(record: UsageRecord, report: UsageRecord): UsageRecord {
  const tokens = largest(record.tokens, report.tokens);
  const counts = {
    ...largestOf('thinkingTokens', record, report),
    ...largestOf('webSearchRequests', record, report),
    ...largestOf('webFetchRequests', record, report),
  };
  const iterations = largerList(record.iterations, report.iterations);
  const grew =
    KINDS.some((kind) => tokens[kind] !== record.tokens[kind]) ||
    COUNTERS.some((counter) => counts[counter] !== record[counter]) ||
    iterations !== record.iterations;
  if (!grew) return record;
  const { billedTo: _payer, ...content } = replaced(record, report);
  const { model, billedTo, serviceTier, inferenceGeo, speed, fallbackCredit } = record;
  const priced = withoutAbsent({ billedTo, serviceTier, inferenceGeo, speed, fallbackCredit });
  return { ...content, model, ...priced, tokens, ...counts, ...(iterations && { iterations }) };
}

/**
 * Of two lists of iterations the longer one, then the one of more tokens, and of equals always the same one: so the order of
 * reports does not matter.
 */
function largerList(
  a: readonly UsageIteration[] | undefined,
  b: readonly UsageIteration[] | undefined,
): readonly UsageIteration[] | undefined {
  if (!a || !b) return a ?? b;
  const order = a.length - b.length || sumOf(a) - sumOf(b) || compareIds(stableJson(a), stableJson(b));
  return order >= 0 ? a : b;
}

function sumOf(iterations: readonly UsageIteration[]): number {
  return totalTokens(iterations.reduce((sum, { tokens }) => addTokens(sum, tokens), NO_TOKENS));
}

const KINDS = Object.keys(NO_TOKENS) as (keyof TokenCounts)[];
const COUNTERS = ['thinkingTokens', 'webSearchRequests', 'webFetchRequests'] as const;

/**
 * The maximum by what Anthropic reports: all cache writes, and of them those of five minutes and of an hour. By the disjoint
 * counters, writes whose time-to-live becomes known later would count twice.
 */
function largest(a: TokenCounts, b: TokenCounts): TokenCounts {
  const written = Math.max(cacheCreationTokens(a), cacheCreationTokens(b));
  const cacheCreation5m = Math.max(a.cacheCreation5m, b.cacheCreation5m);
  const cacheCreation1h = Math.max(a.cacheCreation1h, b.cacheCreation1h);
  return {
    input: Math.max(a.input, b.input),
    output: Math.max(a.output, b.output),
    cacheCreation5m,
    cacheCreation1h,
    cacheCreationUnattributed: Math.max(0, written - cacheCreation5m - cacheCreation1h),
    cacheRead: Math.max(a.cacheRead, b.cacheRead),
  };
}

function largestOf<Counter extends (typeof COUNTERS)[number]>(
  counter: Counter,
  a: UsageRecord,
  b: UsageRecord,
): { readonly [K in Counter]?: number } {
  const [left, right] = [a[counter], b[counter]];
  if (left === undefined && right === undefined) return {};
  return { [counter]: Math.max(left ?? 0, right ?? 0) } as { readonly [K in Counter]: number };
}
