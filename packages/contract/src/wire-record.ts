import {
  type AnthropicUsage,
  type ReportedUsage,
  toAnthropicUsage,
  type UsageFigures,
  withoutAbsent,
} from '@token-ledger/core';

/** A record as the product itself writes it: complete, with only fields that `parseUsageRecord` reads back unchanged. */
export type WireRecord = Omit<ReportedUsage, 'occurredAtMs' | 'otherName' | keyof UsageFigures> & {
  /** The second name of the call. */
  readonly messageId?: string;
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
      occurredAt: occurredAtMs === undefined ? undefined : new Date(occurredAtMs).toISOString(),
      messageId: reported.otherName,
      userId,
      detail: reported.detail,
      source: reported.source,
      feature,
      endpoint,
      stopReason: reported.stopReason,
      temperature: reported.temperature,
      maxTokens: reported.maxTokens,
      metadata,
      billedTo: reported.billedTo,
    }),
    usage: toAnthropicUsage(reported),
  };
}
