import type { AnthropicUsage } from '../usage-record.ts';
import type { CapturedCall } from './captured-call.ts';

interface StreamEvent {
  readonly type?: string;
  readonly message?: { readonly id?: string; readonly model?: string; readonly usage?: AnthropicUsage };
  readonly delta?: { readonly stop_reason?: string | null };
  readonly usage?: AnthropicUsage | null;
}

/**
 * The usage of a streamed message. Counts in `message_delta` are cumulative: they replace those known so far, null and
 * missing ones do not. The split of cache writes, tier, geography and speed come with `message_start` only.
 */
export class StreamUsage {
  #id: string | undefined;
  #model: string | undefined;
  #usage: AnthropicUsage | undefined;
  #stopReason: string | undefined;
  #complete = false;

  add(event: unknown): void {
    const { type, message, delta, usage } = event as StreamEvent;
    if (type === 'message_start' && message) {
      this.#id = message.id;
      this.#model = message.model;
      this.#usage = { ...message.usage };
    }
    if (type === 'message_delta') {
      this.#usage = { ...this.#usage, ...present(usage ?? {}) };
      this.#stopReason = delta?.stop_reason ?? this.#stopReason;
    }
    if (type === 'message_stop') this.#complete = true;
  }

  /** What is known by now; undefined before the message began. `partial` until its end. */
  result(): CapturedCall | undefined {
    if (!this.#usage || !this.#model) return undefined;
    return {
      messageId: this.#id,
      model: this.#model,
      stopReason: this.#stopReason,
      usage: this.#usage,
      status: this.#complete ? 'ok' : 'partial',
    };
  }
}

function present(usage: AnthropicUsage): AnthropicUsage {
  return Object.fromEntries(
    Object.entries(usage).filter(([, value]) => value !== null && value !== undefined),
  );
}
