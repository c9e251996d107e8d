import type { PlannedRecord } from './plan.ts';

/** A record as requests and messages carry it. */
export function toWire(record: PlannedRecord) {
  const { occurredAtMs, inputTokens, outputTokens, ...rest } = record;
  return {
    ...rest,
    occurredAt: new Date(occurredAtMs).toISOString(),
    usage: { input_tokens: inputTokens, output_tokens: outputTokens },
  };
}
