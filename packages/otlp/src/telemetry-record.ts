import type { AnthropicUsage } from '@token-ledger/core';

/** A record of the public wire as telemetry reports it. It has not been checked: its judge is that of every record. */
export interface TelemetryRecord {
  readonly requestId?: string;
  readonly messageId?: string;
  readonly occurredAt?: number;
  readonly userId?: string;
  readonly model?: string;
  readonly feature?: string;
  readonly endpoint?: string;
  readonly stopReason?: string;
  readonly status?: 'ok' | 'partial';
  /** Telemetry never has all that decides the price. */
  readonly detail: 'totals';
  readonly source: 'claude_code' | 'anthropic_span' | 'span';
  readonly usage: AnthropicUsage;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What a log record or a span is to the ledger. */
export type Reading =
  | { readonly kind: 'record'; readonly record: TelemetryRecord }
  /** About something else than the usage of a call. */
  | { readonly kind: 'ignored' }
  /** The usage of a call that cannot count, because nothing identifies it. */
  | {
      readonly kind: 'rejected';
      readonly reason: 'missing_identity';
      readonly source: TelemetryRecord['source'];
      readonly occurredAt?: number;
    };

export const IGNORED: Reading = { kind: 'ignored' };

export function unidentified(source: TelemetryRecord['source'], occurredAt?: number): Reading {
  return {
    kind: 'rejected',
    reason: 'missing_identity',
    source,
    ...(occurredAt !== undefined && { occurredAt }),
  };
}

/** What may be read of a caller's telemetry beside usage. */
export interface ReadingOptions {
  /** Whether the caller may name users; otherwise its own user is the user of all of it. */
  readonly mayNameUsers: boolean;
}
