import {
  type CellFilter,
  MAGNITUDES,
  type Magnitude,
  type Measures,
  magnitudeOf,
  type RecordFilter,
  type TimeSpan,
  type UsageRecord,
} from '@token-ledger/core';
import { shippedPricer } from './prices.ts';

/*
 * The correct answers to queries about a list of records, by definition: plain loops over all of them, without buckets,
 * statistics, or any other code of the product.
 */

export type PlainSums = Readonly<Record<Magnitude, bigint>>;

export interface PlainFilter extends CellFilter, TimeSpan {
  readonly accessKeyId?: string;
  readonly userId?: string;
}

export const nameOf = {
  access_key: ({ accessKeyId }: UsageRecord) => accessKeyId,
  user: ({ userId = '-' }: UsageRecord) => userId,
  model: ({ model }: UsageRecord) => model,
  feature: ({ feature = '-' }: UsageRecord) => feature,
};

export function matching(records: readonly UsageRecord[], filter: PlainFilter): readonly UsageRecord[] {
  const { fromMs, toMs, models, features, accessKeyId, userId } = filter;
  return records.filter(
    (record) =>
      record.occurredAtMs >= fromMs &&
      record.occurredAtMs < toMs &&
      (models === undefined || models.has(record.model)) &&
      (features === undefined || features.has(nameOf.feature(record))) &&
      (accessKeyId === undefined || record.accessKeyId === accessKeyId) &&
      (userId === undefined || nameOf.user(record) === userId),
  );
}

/** The sums that the product answered, in the same form. */
export function toPlain(measures: Measures): PlainSums {
  return Object.fromEntries(MAGNITUDES.map((name) => [name, magnitudeOf(measures, name)])) as PlainSums;
}

export function plainSums(records: readonly UsageRecord[]): PlainSums {
  const sum = (of: (record: UsageRecord) => number) =>
    records.reduce((total, record) => total + BigInt(of(record)), 0n);
  const kinds = {
    input: sum(({ tokens }) => tokens.input),
    output: sum(({ tokens }) => tokens.output),
    cacheCreation5m: sum(({ tokens }) => tokens.cacheCreation5m),
    cacheCreation1h: sum(({ tokens }) => tokens.cacheCreation1h),
    cacheCreationUnattributed: sum(({ tokens }) => tokens.cacheCreationUnattributed),
    cacheRead: sum(({ tokens }) => tokens.cacheRead),
  };
  return {
    ...kinds,
    requests: BigInt(records.length),
    errors: sum(({ status }) => (status === 'error' ? 1 : 0)),
    total: Object.values(kinds).reduce((a, b) => a + b),
    effective: kinds.input + kinds.output,
    ...costs(records),
  };
}

const prices = new WeakMap<UsageRecord, ReturnType<typeof shippedPricer.priceRecord>>();

/** By the shipped price book, which has tests of its own. Each record is priced once, as tests ask for the same ones all the time. */
function priceOf(record: UsageRecord) {
  const price = prices.get(record) ?? shippedPricer.priceRecord(record);
  prices.set(record, price);
  return price;
}

function costs(records: readonly UsageRecord[]) {
  const priced = records.map(priceOf);
  const sum = (amounts: readonly bigint[]) => amounts.reduce((a, b) => a + b, 0n);
  return {
    cost: sum(priced.map(({ netNanoDollars }) => netNanoDollars)),
    discount: sum(priced.map(({ netNanoDollars, listNanoDollars }) => listNanoDollars - netNanoDollars)),
    unpricedRequests: BigInt(priced.filter(({ unpriced }) => unpriced).length),
    billedElsewhereRequests: BigInt(records.filter(({ billedTo }) => billedTo !== undefined).length),
    uncertainRequests: BigInt(priced.filter(({ uncertain }) => uncertain).length),
  };
}

/** The sums of each value, ranked by one of them, ties in the order of their bytes. */
export function plainRanking(
  records: readonly UsageRecord[],
  kind: keyof typeof nameOf,
  by: Magnitude,
): readonly { readonly id: string; readonly sums: PlainSums }[] {
  return [...Map.groupBy(records, nameOf[kind])]
    .map(([id, own]) => ({ id, sums: plainSums(own) }))
    .toSorted(
      (a, b) => Number(b.sums[by] - a.sums[by]) || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)),
    );
}

/** The records that match all conditions, newest first. */
export function plainRecords(records: readonly UsageRecord[], filter: RecordFilter): readonly UsageRecord[] {
  const { statuses, minTokens = 0, maxTokens = Number.POSITIVE_INFINITY, minCost } = filter;
  return matching(records, filter)
    .filter((record) => {
      const { unpriced, netNanoDollars } = shippedPricer.priceRecord(record);
      return minCost === undefined || (!unpriced && netNanoDollars >= minCost);
    })
    .filter((record) => {
      const tokens = Number(plainSums([record]).total);
      return (!statuses || statuses.has(record.status)) && tokens >= minTokens && tokens <= maxTokens;
    })
    .toSorted(
      (a, b) =>
        b.occurredAtMs - a.occurredAtMs || Buffer.compare(Buffer.from(b.requestId), Buffer.from(a.requestId)),
    );
}
