import { billedParts, billedTokens } from '../../pricing/billed-parts.ts';
import { isSameModel } from '../../pricing/model-alias.ts';
import type { UsageRecord } from '../../usage/record.ts';
import { cacheCreationTokens, type TokenCounts, totalTokens } from '../../usage/token-counts.ts';
import { hashText } from '../../util/hash-text.ts';
import { stableJson } from '../../util/json.ts';
import type { Conflict, ConflictReason, ConflictSide } from '../ledger-store.ts';
import { COMPLETE, PARTIAL, rankOf, TOTALS_ONLY } from './join.ts';

/*
 * A report that has a name in common with a record and contradicts it. It is put on record with both sides, and a person
 * decides who is right. Time, feature, endpoint, metadata and the like may differ: they are what each side makes of them.
 * Who is billed, and for which tokens of which model, may not, or one report could make the usage of another cheaper unseen.
 */

/** Why the report contradicts the record, if it does. What one of them does not know is no contradiction. */
export function conflictBetween(record: UsageRecord, report: UsageRecord): ConflictReason | undefined {
  if (differ(record.userId, report.userId)) return 'user';
  if (haveOtherFigures(record, report)) return 'figures';
  return isTiedOtherwise(record, report) ? 'names' : undefined;
}

/**
 * Why two records of one call contradict each other, if they do. Names come before figures: figures change as records are
 * completed, and two consumers that meet the records at different moments have to decide alike whether they stay apart.
 */
export function conflictOfRecords(record: UsageRecord, other: UsageRecord): ConflictReason | undefined {
  if (differ(record.userId, other.userId)) return 'user';
  return isTiedOtherwise(record, other) ? 'names' : conflictBetween(record, other);
}

/**
 * A conflict as it is put on record. Its id depends on what was reported and on what that contradicts, so redelivery puts it
 * there once, and each content that a complete report replaces has a conflict of its own.
 */
export function describeConflict(
  record: UsageRecord,
  report: UsageRecord,
  reason: ConflictReason,
  tiedTo?: string,
): Conflict {
  const { accessKeyId, receivedAtMs } = report;
  const [recorded, reported] = [sideOf(record), sideOf(report)];
  const contradicted =
    reason === 'figures' ? figuresOf(recorded) : reason === 'user' ? record.userId : tiedTo;
  const names = [report.requestId, report.otherName ?? null, report.userId ?? null];
  const text = stableJson([accessKeyId, reason, names, figuresOf(reported), contradicted ?? null]);
  return {
    id: ID_SEEDS.map((seed) => hashText(text, seed).toString(16).padStart(8, '0')).join(''),
    accessKeyId,
    reason,
    receivedAtMs,
    recorded,
    reported,
    ...(tiedTo !== undefined && { tiedTo }),
  };
}

/** What a side says of what was used. */
function figuresOf(side: ConflictSide): Partial<ConflictSide> {
  const { requestId: _id, otherName: _name, userId: _user, revision: _revision, ...rest } = side;
  const { occurredAtMs: _occurred, receivedAtMs: _received, source: _source, ...figures } = rest;
  return figures;
}

const ID_SEEDS = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];

/** Whether the record has two names already, and the report one that is neither of them. */
function isTiedOtherwise({ requestId, otherName }: UsageRecord, report: UsageRecord): boolean {
  if (otherName === undefined) return false;
  const names = [report.requestId, report.otherName ?? otherName];
  return names.some((name) => name !== requestId && name !== otherName);
}

function haveOtherFigures(record: UsageRecord, report: UsageRecord): boolean {
  const [partial, other] = rankOf(record) === PARTIAL ? [record, report] : [report, record];
  if (rankOf(partial) === PARTIAL) return contradictsPartial(other, partial);
  if (record.model !== report.model || !haveEqualTotals(record.tokens, report.tokens)) return true;
  if (rankOf(record) !== COMPLETE || rankOf(report) !== COMPLETE) return false;
  return (
    haveOtherSplit(record.tokens, report.tokens) ||
    PRICED_FIELDS.some((field) => differ(record[field], report[field])) ||
    differ(textOf(record.iterations), textOf(report.iterations)) ||
    billingOf(record) !== billingOf(report)
  );
}

/** What broke off is behind others by nature, but not ahead of them, of another model, or paid for by somebody else. */
function contradictsPartial(other: UsageRecord, partial: UsageRecord): boolean {
  if (!isSameModel(other.model, partial.model)) return true;
  if (rankOf(other) !== TOTALS_ONLY && other.billedTo !== partial.billedTo) return true;
  if (rankOf(other) === PARTIAL) return false;
  const after = usedTotals(other);
  return usedTotals(partial).some((count, index) => count > (after[index] ?? 0));
}

/** What is billed unless the call was refused, which an unfinished report does not know. */
function usedTotals({ stopReason: _stop, ...record }: UsageRecord): readonly number[] {
  return totalsOf(billedTokens(record));
}

/** What is billed of a complete report, where leaving something out states that there was none of it. */
function billingOf(record: UsageRecord): string {
  const { parts, hasUnknownIteration } = billedParts(record);
  const billed = parts
    .filter(({ tokens }) => totalTokens(tokens) > 0)
    .map(({ model, tokens, writesAreCredited = false }) => [
      model,
      ...totalsOf(tokens),
      writesAreCredited && cacheCreationTokens(tokens) > 0,
    ]);
  return stableJson([billed, hasUnknownIteration, record.billedTo ?? null]);
}

/** What decides the price beside tokens and iterations. */
const PRICED_FIELDS = [
  'webSearchRequests',
  'serviceTier',
  'inferenceGeo',
  'speed',
  'fallbackCredit',
  'billedTo',
] as const;

function haveEqualTotals(a: TokenCounts, b: TokenCounts): boolean {
  const others = totalsOf(b);
  return totalsOf(a).every((count, index) => count === others[index]);
}

function totalsOf(tokens: TokenCounts): readonly number[] {
  return [tokens.input, tokens.output, tokens.cacheRead, cacheCreationTokens(tokens)];
}

/** Whether both know the times-to-live of all cache writes, and differ about them. */
function haveOtherSplit(a: TokenCounts, b: TokenCounts): boolean {
  if (a.cacheCreationUnattributed > 0 || b.cacheCreationUnattributed > 0) return false;
  return a.cacheCreation5m !== b.cacheCreation5m;
}

function differ<T>(a: T | undefined, b: T | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : stableJson(value);
}

function sideOf(record: UsageRecord): ConflictSide {
  const side: Partial<Record<keyof ConflictSide, unknown>> = {};
  for (const field of SIDE_FIELDS) if (record[field] !== undefined) side[field] = record[field];
  return side as ConflictSide;
}

const SIDE_FIELDS = [
  'requestId',
  'otherName',
  'userId',
  'model',
  'tokens',
  'status',
  'detail',
  'source',
  'occurredAtMs',
  'receivedAtMs',
  'serviceTier',
  'inferenceGeo',
  'speed',
  'webSearchRequests',
  'fallbackCredit',
  'billedTo',
  'iterations',
  'revision',
] as const satisfies readonly (keyof ConflictSide)[];
