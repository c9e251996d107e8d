/** What the gateway reports about itself. None of it holds content or a secret. */
export interface GatewayEvents {
  /** Records that the queue has. */
  recorded(records: number): void;
  /** The queue did not take a record: it is not counted unless somebody sends it again. */
  notQueued(record: object, error: unknown): void;
  /**
   * An answered call whose usage is not known: its answer broke off before it said any, or, if it is complete, could not be
   * read.
   */
  withoutUsage(id: string, complete: boolean): void;
  /** A call that was not forwarded, by the type of its error and why. */
  refused(id: string, type: string, message: string): void;
  /** A dependency failed: the call was not forwarded, or a check was skipped. */
  failed(message: string, error: unknown): void;
}
