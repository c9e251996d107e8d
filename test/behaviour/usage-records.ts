import { type ClaimOutcome, NO_TOKENS, type RecordKey, type UsageRecord } from '@token-ledger/core';

/** The start of a slice: 2026-11-21T12:05:00Z. */
export const SLICE_START_MS = Date.UTC(2026, 10, 21, 12, 5);

/** A record of the slice above with only the required fields. */
export function usageRecord(overrides: Partial<UsageRecord> = {}): UsageRecord {
  return {
    requestId: 'req_1',
    occurredAtMs: SLICE_START_MS + 1_234,
    receivedAtMs: SLICE_START_MS + 1_567,
    accessKeyId: 'ak_1',
    model: 'claude-sonnet-5-5',
    tokens: { ...NO_TOKENS, input: 1000, output: 500 },
    status: 'ok',
    ...overrides,
  };
}

/** Where a record of `usageRecord` is stored. */
export function recordKey(requestId: string, accessKeyId = 'ak_1'): RecordKey {
  return { accessKeyId, requestId };
}

/** The outcome of a claim whose key has this record. */
export function takenBy(record: UsageRecord): ClaimOutcome {
  return { kind: 'taken', place: { kind: 'record', record } };
}

/** Distinct records `${prefix}0`, `${prefix}1` and so on. */
export function usageRecords(
  count: number,
  prefix = 'req_',
  overrides: Partial<UsageRecord> = {},
): UsageRecord[] {
  return Array.from({ length: count }, (_, index) =>
    usageRecord({ ...overrides, requestId: `${prefix}${index}` }),
  );
}

/** A record with every field there is but a missing time, each with a value that is easily lost. */
export function fullRecord(
  overrides: Partial<UsageRecord> = {},
): Required<Omit<UsageRecord, 'timeMissing'>> & Pick<UsageRecord, 'timeMissing'> {
  return {
    requestId: 'req_full',
    occurredAtMs: SLICE_START_MS + 299_999,
    // Clocks differ: received before it occurred.
    receivedAtMs: SLICE_START_MS + 299_000,
    accessKeyId: 'ak_full',
    userId: 'user \'quoted\' "twice"',
    model: 'claude-opus-5',
    feature: 'zusammenfassung-übersicht',
    tokens: {
      input: 2 ** 40,
      output: 1,
      cacheCreation5m: 2,
      cacheCreation1h: 3,
      cacheCreationUnattributed: 4,
      cacheRead: 5,
    },
    status: 'partial',
    endpoint: '/v1/messages',
    stopReason: '',
    temperature: 0.1,
    maxTokens: 0,
    serviceTier: 'batch',
    inferenceGeo: 'us',
    speed: 'fast',
    thinkingTokens: 0,
    webSearchRequests: 7,
    webFetchRequests: 8,
    fallbackCredit: 'redeemed',
    billedTo: 'user_profile',
    iterations: [
      { type: 'compaction', tokens: { ...NO_TOKENS, input: 6 } },
      { type: 'advisor_message', model: 'claude-haiku-5', tokens: { ...NO_TOKENS, output: 2 ** 40 } },
    ],
    // Computed, so that it is an own property, as after JSON.parse.
    metadata: { team: 'search', '': '', ['__proto__']: 'own' },
    clockClamped: false,
    otherName: 'msg_full',
    detail: 'totals',
    source: 'anthropic_span',
    revision: 2 ** 31,
    userNamedLater: true,
    mergedInto: 'req_other',
    collectedBy: 'a digest',
    ...overrides,
  };
}

/** 128 characters of one to four bytes; ids with other ends differ only at the end. */
export function longUnicodeId(end: string): string {
  return `${'é漢😀'.repeat(31)}abcd`.slice(0, 128 - end.length) + end;
}

/** Everything a stream yields. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
}
