import type { TokenCounts, UsageRecord } from '@token-ledger/core';
import { realisticRecords, SLICE_START_MS } from './realistic-records.ts';
import type { WireUsage } from './wire-usage.ts';

/** A record as producers send it. */
export interface WireRecord {
  readonly requestId: string;
  readonly occurredAt: string;
  readonly accessKeyId: string;
  readonly userId: string;
  readonly model: string;
  readonly feature: string;
  readonly endpoint: string;
  readonly stopReason: string;
  readonly usage: WireUsage;
}

/** Realistic records that occur now: a ledger takes no old ones. */
export function wireRecords(count: number): readonly WireRecord[] {
  const sinceMs = Date.now() - 10_000;
  return realisticRecords(count).map((record) => wireRecord(record, sinceMs));
}

function wireRecord(record: UsageRecord, sinceMs: number): WireRecord {
  const { requestId, accessKeyId, userId, model, feature, endpoint, stopReason, tokens } = record;
  return {
    requestId,
    occurredAt: new Date(sinceMs + record.occurredAtMs - SLICE_START_MS).toISOString(),
    accessKeyId,
    userId: userId ?? '',
    model,
    feature: feature ?? '',
    endpoint: endpoint ?? '',
    stopReason: stopReason ?? '',
    usage: {
      input_tokens: tokens.input,
      output_tokens: tokens.output,
      cache_creation_input_tokens: tokens.cacheCreation5m + tokens.cacheCreation1h,
      cache_read_input_tokens: tokens.cacheRead,
      cache_creation: {
        ephemeral_5m_input_tokens: tokens.cacheCreation5m,
        ephemeral_1h_input_tokens: tokens.cacheCreation1h,
      },
    },
  };
}

/** What the naive design reads of them. */
export function wireTokens(usage: WireUsage): TokenCounts {
  return {
    input: usage.input_tokens,
    output: usage.output_tokens,
    cacheCreation5m: usage.cache_creation.ephemeral_5m_input_tokens,
    cacheCreation1h: usage.cache_creation.ephemeral_1h_input_tokens,
    cacheCreationUnattributed: 0,
    cacheRead: usage.cache_read_input_tokens,
  };
}
