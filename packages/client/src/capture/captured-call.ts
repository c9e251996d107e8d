import type { AnthropicUsage } from '../usage-record.ts';

/** What a response says about the call it answers. */
export interface CapturedCall {
  readonly messageId?: string | undefined;
  readonly model: string;
  readonly stopReason?: string | undefined;
  readonly usage: AnthropicUsage;
  readonly status: 'ok' | 'partial';
}
