import type { BufferedRecord } from './buffer.ts';

/** `live` for what people wait for; `bulk` for backfill. */
export type Priority = 'live' | 'bulk';

/** What became of one record of a batch. */
export type SendOutcome =
  | { readonly kind: 'accepted' }
  /** It will never count as it is. `conflict`: it contradicts an earlier report of the same call. */
  | { readonly kind: 'rejected'; readonly code: string; readonly message: string }
  /** Nothing may be assumed; safe to send again, because a record counts once under its id. */
  | { readonly kind: 'failed'; readonly message: string };

export interface SendResult {
  /** In the order of the records. */
  readonly outcomes: readonly SendOutcome[];
  readonly status?: number;
  /** The ledger asks to wait so long before the next request. */
  readonly retryAfterMs?: number | undefined;
}

/** A way to the ledger. `send` never rejects: what goes wrong is the outcome of the records. */
export interface Transport {
  /** At most so many records, and so many bytes of JSON, at a time. */
  readonly limits: { readonly records: number; readonly bytes: number };
  send(records: readonly BufferedRecord[], priority: Priority): Promise<SendResult>;
}
