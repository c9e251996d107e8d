import type { AnthropicUsage, UsageContext, UsageRecord } from './usage-record.ts';

/** The fields of a message of Anthropic's SDK that a record needs. */
export interface SdkMessage {
  readonly id: string;
  readonly model: string;
  readonly stop_reason?: string | null;
  readonly usage: object;
  /** Set by the SDK, and lost by `JSON.stringify`. */
  readonly _request_id?: string | null;
}

/** What a message used, without its content. */
export function messageRecord(message: SdkMessage, context: UsageContext): UsageRecord {
  const { id, model, stop_reason: stopReason, usage, _request_id: requestId } = message;
  return {
    ...context,
    ...(requestId && { requestId }),
    messageId: id,
    model,
    ...(stopReason && { stopReason }),
    endpoint: '/v1/messages',
    usage: usage as AnthropicUsage,
  };
}
