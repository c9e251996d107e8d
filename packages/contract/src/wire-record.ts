import {
  type AnthropicUsage,
  iso,
  type ReportedUsage,
  toAnthropicUsage,
  type UsageFigures,
  withoutAbsent,
} from '@token-ledger/core';

/** A record as the product itself writes it: complete, with only fields that `parseUsageRecord` reads back unchanged. */
export type WireRecord = Omit<ReportedUsage, 'occurredAtMs' | keyof UsageFigures> & {
  readonly occurredAt?: string;
  readonly usage: AnthropicUsage;
};

export function toWireRecord(reported: ReportedUsage): WireRecord {
  const { requestId, occurredAtMs, accessKeyId, userId, model, feature, endpoint, status, metadata } =
    reported;
  return {
    requestId,
    accessKeyId,
    model,
    status,
    ...withoutAbsent({
      occurredAt: occurredAtMs === undefined ? undefined : iso(occurredAtMs),
      userId,
      feature,
      endpoint,
      stopReason: reported.stopReason,
      temperature: reported.temperature,
      maxTokens: reported.maxTokens,
      metadata,
    }),
    usage: toAnthropicUsage(reported),
  };
}
