/** Anthropic's `usage` object as the API returns it; fields that are not listed here are passed on. */
export interface AnthropicUsage {
  readonly input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly [field: string]: unknown;
}

/** Values that are attached to what is captured. */
export interface UsageContext {
  /** Who the call was for, 1 to 128 bytes. */
  readonly userId?: string;
  /** What the call was for, such as `chat`, 1 to 128 bytes. */
  readonly feature?: string;
  /** At most 16 pairs of short texts, 1 KB in all. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The sources that the ledger knows. */
export type RecordSource =
  | 'direct'
  | 'client'
  | 'gateway'
  | 'claude_code'
  | 'anthropic_span'
  | 'span'
  | 'transcript'
  | 'batch_results'
  | 'litellm'
  | 'langfuse'
  | 'symfony'
  | 'import';

/** One API call as it is reported. The ledger's `docs/api.md` has every field and its limits. */
export interface UsageRecord extends UsageContext {
  /** The `request-id` header of Anthropic's response, or an id of your own: a call counts once under it. */
  readonly requestId?: string | undefined;
  /** The id of Anthropic's message, `msg_…`: joins reports of the same call that know only one of its two names. */
  readonly messageId?: string | undefined;
  /** ISO 8601, or milliseconds since the epoch. Default: now. */
  readonly occurredAt?: string | number;
  /** Only with an access key that may report for others. Default: the access key itself. */
  readonly accessKeyId?: string;
  readonly model: string;
  readonly endpoint?: string;
  readonly stopReason?: string | undefined;
  readonly temperature?: number;
  readonly maxTokens?: number;
  /** `partial`: a stream that broke off. Default: `ok`. */
  readonly status?: 'ok' | 'error' | 'partial';
  /** How it was captured, as the ledger's reports show it. Default: `client`. */
  readonly source?: RecordSource;
  /** Anthropic's object as it is. */
  readonly usage?: AnthropicUsage;
}

/** A record with all that must not change when it is sent again. */
export type IdentifiedRecord = UsageRecord &
  ({ readonly requestId: string } | { readonly messageId: string });

/**
 * Gives a record its identity and time now, so that a retry an hour later is the same call in the same hour. Without an
 * id of Anthropic's the id is random: such a record counts once however often it is sent, but cannot join other reports.
 */
export function identified(record: UsageRecord, nowMs: number): IdentifiedRecord {
  const { requestId, messageId, occurredAt = nowMs } = record;
  const named = { source: 'client' as const, ...record, occurredAt };
  if ((requestId ?? messageId) !== undefined) return named as IdentifiedRecord;
  return { ...named, requestId: `tlc_${crypto.randomUUID()}` };
}
