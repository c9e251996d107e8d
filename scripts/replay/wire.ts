import { iso } from '@token-ledger/core';
import type { PlannedRecord } from './plan.ts';

/** A record as requests and messages carry it. */
export function toWire(record: PlannedRecord) {
  const { occurredAtMs, inputTokens, outputTokens, requestId, messageId, names, ...rest } = record;
  return {
    ...(names !== 'message_id' && { requestId }),
    ...(names && { messageId }),
    ...rest,
    occurredAt: iso(occurredAtMs),
    usage: { input_tokens: inputTokens, output_tokens: outputTokens },
  };
}
