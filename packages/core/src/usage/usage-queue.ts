/** `live` is what people wait for; `bulk` is backfill that must not delay it. */
export const PRIORITIES = ['live', 'bulk'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** The outcome for one message; `failed` means the queue did not confirm it, so it must not be called accepted. */
export type SendOutcome = { readonly kind: 'sent' } | { readonly kind: 'failed'; readonly error: unknown };

/** Sends message bodies to one queue; as `UsageQueue.send`. */
export type SendMessages = (bodies: readonly string[]) => Promise<readonly SendOutcome[]>;

/** Where accepted usage waits to be recorded. */
export interface UsageQueue {
  /**
   * Sends message bodies (each at most 256 KB). Outcomes are independent and in the order of the bodies; the call itself
   * does not reject.
   */
  send(priority: Priority, bodies: readonly string[]): Promise<readonly SendOutcome[]>;
}
