/** A message that was tried so often that its queue gave it up. */
export interface DeadLetter {
  /** The queue's own, the same whenever the message is looked at. */
  readonly id: string;
  readonly body: string;
  /** When the queue first took the message, milliseconds since the epoch. */
  readonly sentAtMs: number;
  /** How often it was handed out, to whoever looked at it included. */
  readonly receives: number;
  /** Stands for this handing out: what releases and deletes the message. */
  readonly receipt: string;
}

/** How many messages there are, by the queue's own estimate, which may lag behind by a minute. */
export interface DeadLetterDepth {
  readonly waiting: number;
  /** Being looked at right now, here or by somebody else. */
  readonly hidden: number;
  /** How long the queue keeps a message, from when it was first sent. */
  readonly keptMs: number;
}

/**
 * A dead-letter queue. Its messages can only be looked at by receiving them, which hides them from everyone else for half
 * a minute; they are never away, whatever becomes of who looks.
 */
export interface DeadLetterQueue {
  /** Up to ten messages in no particular order; none means that none is waiting. */
  receive(): Promise<readonly DeadLetter[]>;
  /** Shows messages to everyone again. Never rejects: they would come back by themselves. */
  release(letters: readonly Pick<DeadLetter, 'receipt'>[]): Promise<void>;
  delete(letter: Pick<DeadLetter, 'receipt'>): Promise<void>;
  /** Sends a body to the queue that the dead letters came from. Rejects unless that confirmed it. */
  resend(body: string): Promise<void>;
  depth(): Promise<DeadLetterDepth>;
}
