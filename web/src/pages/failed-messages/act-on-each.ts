import type { FailedMessage } from './failed-message.ts';

interface Refused {
  readonly message: FailedMessage;
  readonly error: unknown;
}

/** What became of each of several messages. */
export interface Outcome {
  readonly done: readonly FailedMessage[];
  readonly refused: readonly Refused[];
}

/** Does the same to one message after the other, and goes on where one is refused. */
export async function actOnEach(
  messages: readonly FailedMessage[],
  act: (message: FailedMessage) => Promise<unknown>,
  onProgress: (finished: number) => void,
): Promise<Outcome> {
  const done: FailedMessage[] = [];
  const refused: Refused[] = [];
  for (const message of messages) {
    try {
      await act(message);
      done.push(message);
    } catch (error) {
      refused.push({ message, error });
    }
    onProgress(done.length + refused.length);
  }
  return { done, refused };
}
