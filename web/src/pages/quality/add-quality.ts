import { type components, wholeNumber } from '@token-ledger/client/query';
import type { Sum } from '../../parts/figures.ts';

export type Quality = components['schemas']['Quality'];
type Completeness = Quality['completeness']['hour'];
type Source = Quality['coverage']['sources'][number];

/** The answer about a range, from those about its first part and about the rest. */
export function addQuality(first: Quality, rest: Quality): Quality {
  const { completeness: a } = first;
  const { completeness: b } = rest;
  const { next: _, ...whole } = rest;
  const cacheCreationTokens = addSums(first.usage.cacheCreationTokens, rest.usage.cacheCreationTokens);
  const unattributedTokens = addSums(first.usage.unattributedTokens, rest.usage.unattributedTokens);
  return {
    ...whole,
    // What was counted by the first answer is counted by both.
    asOf: first.asOf,
    range: { from: first.range.from, to: rest.range.to },
    status: first.status === 'ok' ? rest.status : first.status,
    ...(rest.next !== undefined && { next: rest.next }),
    hours: addCounts(first.hours, rest.hours),
    completeness: {
      hour: addCompleteness(a.hour, b.hour),
      day: addCompleteness(a.day, b.day),
      month: addCompleteness(a.month, b.month),
    },
    consistency: {
      differences: first.consistency.differences + rest.consistency.differences,
      first: [...first.consistency.first, ...rest.consistency.first].slice(0, MAX_DIFFERENCES),
    },
    sample: addCounts(first.sample, rest.sample),
    usage: {
      ...rest.usage,
      records: first.usage.records + rest.usage.records,
      lateRecords: first.usage.lateRecords + rest.usage.lateRecords,
      completions: first.usage.completions + rest.usage.completions,
      clockClampedRecords: first.usage.clockClampedRecords + rest.usage.clockClampedRecords,
      requests: addSums(first.usage.requests, rest.usage.requests),
      cacheCreationTokens,
      unattributedTokens,
      unattributedShare: ratio(unattributedTokens, cacheCreationTokens) ?? 0,
      unpricedRequests: addSums(first.usage.unpricedRequests, rest.usage.unpricedRequests),
      uncertainRequests: addSums(first.usage.uncertainRequests, rest.usage.uncertainRequests),
    },
    coverage: {
      hoursRead: first.coverage.hoursRead + rest.coverage.hoursRead,
      // The first part says that it is not complete because the rest was missing.
      complete: rest.coverage.complete && first.hours.frozen + first.hours.open + first.hours.tooLarge === 0,
      sources: addSources(first.coverage.sources, rest.coverage.sources),
    },
    witnessed: addCounts(first.witnessed, rest.witnessed),
    conflicts: addFound(first.conflicts, 'reports', rest.conflicts),
    unpriced: {
      models: addModels(first.unpriced.models, rest.unpriced.models),
      complete: first.unpriced.complete && rest.unpriced.complete,
    },
    // The first answer has all of it.
    history: first.history,
    quarantined: addFound(first.quarantined, 'records', rest.quarantined),
  };
}

/** As many as the API lists. */
const MAX_DIFFERENCES = 20;

function addSums(a: Sum, b: Sum): string {
  return String(wholeNumber(a) + wholeNumber(b));
}

function addCounts<T extends Readonly<Record<string, number>>>(a: T, b: T): T {
  return Object.fromEntries(Object.entries(a).map(([name, count]) => [name, count + (b[name] ?? 0)])) as T;
}

function addFound<N extends string>(
  a: Readonly<Record<N, number>> & { readonly complete: boolean },
  name: N,
  b: typeof a,
): typeof a {
  return { ...a, [name]: a[name] + b[name], complete: a.complete && b.complete };
}

function addCompleteness(a: Completeness, b: Completeness): Completeness {
  const expected = addSums(a.expected, b.expected);
  const found = addSums(a.found, b.found);
  return { expected, found, ratio: ratio(found, expected) ?? 1 };
}

/** Rounded down, so that 1 stands for all. */
function ratio(part: Sum, whole: Sum): number | undefined {
  const divisor = wholeNumber(whole);
  return divisor === 0n ? undefined : Number((wholeNumber(part) * 1_000_000n) / divisor) / 1_000_000;
}

function addSources(a: readonly Source[], b: readonly Source[]): Source[] {
  return addById(
    [...a, ...b],
    ({ source }) => source,
    (one, other) => ({
      ...one,
      ...other,
      records: one.records + other.records,
      partialRecords: one.partialRecords + other.partialRecords,
      totalsOnlyRecords: one.totalsOnlyRecords + other.totalsOnlyRecords,
      recordsWithoutUser: one.recordsWithoutUser + other.recordsWithoutUser,
      unpricedRecords: one.unpricedRecords + other.unpricedRecords,
    }),
  );
}

type UnpricedModel = Quality['unpriced']['models'][number];

function addModels(a: readonly UnpricedModel[], b: readonly UnpricedModel[]): UnpricedModel[] {
  return addById(
    [...a, ...b],
    ({ model }) => model,
    ({ model, requests }, other) => ({ model, requests: addSums(requests, other.requests) }),
  );
}

function addById<T>(items: readonly T[], idOf: (item: T) => string, add: (a: T, b: T) => T): T[] {
  const byId = new Map<string, T>();
  for (const item of items) {
    const before = byId.get(idOf(item));
    byId.set(idOf(item), before === undefined ? item : add(before, item));
  }
  return [...byId.values()];
}
