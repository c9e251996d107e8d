import type { RecordKey, UsageRecord } from '@token-ledger/core';

/** 2026-11-21T12:00:00Z, the start of an hour and a slice, but not of a day or month. */
export const NOON = Date.UTC(2026, 10, 21, 12);

/** Where a record of `usageRecord` is stored. */
export function recordKey(requestId: string, accessKeyId = 'ak_1'): RecordKey {
  return { accessKeyId, requestId };
}

let serial = 0;

/** A complete record; each call has a new request id by default. */
export function usageRecord(overrides: Partial<UsageRecord> = {}): UsageRecord {
  const occurredAtMs = overrides.occurredAtMs ?? NOON;
  serial += 1;
  return {
    requestId: `req_${serial}`,
    occurredAtMs,
    receivedAtMs: occurredAtMs + 50,
    accessKeyId: 'ak_1',
    userId: 'u_1',
    model: 'claude-sonnet-5-5',
    feature: 'chat',
    tokens: {
      input: 1000,
      output: 500,
      cacheCreation5m: 60,
      cacheCreation1h: 30,
      cacheCreationUnattributed: 10,
      cacheRead: 50,
    },
    status: 'ok',
    ...overrides,
  };
}
