/** A message that failed so often that its queue gave up on it. */
export interface DeadLetter {
  /** The queue's id of the message, the same in every receipt. */
  readonly id: string;
  readonly body: string;
  /** When the queue first accepted the message, milliseconds since the epoch. */
  readonly sentAtMs: number;
  /** How often it was received, including for inspection. */
  readonly receives: number;
  /** Identifies this receipt: needed to release or delete the message. */
  readonly receipt: string;
}

/** How many messages there are: the queue's own estimate, which may lag by a minute. */
export interface DeadLetterDepth {
  readonly waiting: number;
  /** Being inspected right now, by this function or another. */
  readonly hidden: number;
  /** How long the queue keeps a message after it was first sent. */
  readonly keptMs: number;
}

/**
 * A dead-letter queue. Inspecting its messages means receiving them, which hides them from every other receiver for
 * half a minute; they reappear even if the receiver stops.
 */
export interface DeadLetterQueue {
  /** Up to ten messages in no particular order; an empty list means that no message is waiting. */
  receive(): Promise<readonly DeadLetter[]>;
  /** Makes messages visible again. Never rejects: they would reappear by themselves. */
  release(letters: readonly Pick<DeadLetter, 'receipt'>[]): Promise<void>;
  delete(letter: Pick<DeadLetter, 'receipt'>): Promise<void>;
  /** Sends a body to the queue that the dead letters came from. Rejects unless the queue confirms it. */
  resend(body: string): Promise<void>;
  depth(): Promise<DeadLetterDepth>;
}
