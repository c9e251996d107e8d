import type { UsageRecord } from '@token-ledger/core';

/*
 * The items of the design that comes to mind first: one for each record, with two indexes to browse by, and nine counters: those of all
 * usage, of its access key and of its user, for the hour, the day and the month.
 */

export type NaiveItem = Readonly<Record<string, unknown>>;

export function naiveRecordItem(record: UsageRecord): NaiveItem {
  const { tokens, occurredAtMs, receivedAtMs, ...rest } = record;
  const occurredAt = new Date(occurredAtMs).toISOString();
  return {
    pk: `REQUEST#${record.requestId}`,
    gsi1pk: `KEY#${record.accessKeyId}`,
    gsi2pk: `USER#${record.userId}`,
    occurredAt,
    receivedAt: new Date(receivedAtMs).toISOString(),
    ...rest,
    ...tokens,
    expiresAt: Math.floor(occurredAtMs / 1000) + 90 * 86_400,
  };
}

/** The keys of the counters that a record adds to. */
export function naiveCounterKeys({ occurredAtMs, accessKeyId, userId }: UsageRecord): readonly NaiveItem[] {
  const time = new Date(occurredAtMs).toISOString();
  const buckets = [`HOUR#${time.slice(0, 13)}`, `DAY#${time.slice(0, 10)}`, `MONTH#${time.slice(0, 7)}`];
  const dimensions = ['ALL', `KEY#${accessKeyId}`, `USER#${userId}`];
  return dimensions.flatMap((pk) => buckets.map((sk) => ({ pk, sk })));
}

/** What a record adds to a counter. */
export function naiveAmounts({ tokens, status }: UsageRecord): Readonly<Record<string, number>> {
  return { requests: 1, errors: status === 'ok' ? 0 : 1, ...tokens };
}
