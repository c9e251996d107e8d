import type { PlannedRecord } from './plan.ts';

/** A record as it is written in requests and messages. */
export function toWire(record: PlannedRecord) {
  const { occurredAtMs, inputTokens, outputTokens, requestId, messageId, names, ...rest } = record;
  return {
    ...(names !== 'message_id' && { requestId }),
    ...(names && { messageId }),
    ...rest,
    occurredAt: new Date(occurredAtMs).toISOString(),
    usage: { input_tokens: inputTokens, output_tokens: outputTokens },
  };
}
