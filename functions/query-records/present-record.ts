import type { RecordResponse } from '@token-ledger/contract';
import { effectiveTokens, totalTokens, type UsageRecord } from '@token-ledger/core';
import { iso } from '../http/json-values.ts';

/** A record as the API tells it: as it was recorded, with instants as text and the sums of its tokens. */
export function presentRecord({
  occurredAtMs,
  receivedAtMs,
  tokens,
  ...record
}: UsageRecord): RecordResponse {
  return {
    ...record,
    occurredAt: iso(occurredAtMs),
    receivedAt: iso(receivedAtMs),
    tokens: { ...tokens, total: totalTokens(tokens), effective: effectiveTokens(tokens) },
  };
}
