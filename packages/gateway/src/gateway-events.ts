/** A call for a message that was sent to the API, and that nobody waited for. */
export interface GivenUpCall {
  readonly accessKeyId: string;
  /** Absent if it is no plain id. */
  readonly model: string | undefined;
  readonly startedAtMs: number;
}

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
  /** The caller left, or time was over, before the answer began: the API may bill the call, and nothing names it. */
  givenUp(id: string, call: GivenUpCall): void;
  /** A call that was not forwarded, by the type of its error and why. */
  refused(id: string, type: string, message: string): void;
  /** A dependency failed: the call was not forwarded, or a check was skipped. */
  failed(message: string, error: unknown): void;
}
