/** What happens to records between a request and the table, in one design. */
export interface Pipeline {
  readonly name: string;
  /** Handles one request with records, as the function behind the API; returns the messages that it sent. */
  accept(body: string): Promise<readonly string[]>;
  /** Handles one batch of messages, as the function behind the queue. */
  record(messages: readonly string[]): Promise<void>;
}
