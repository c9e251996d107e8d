import type { SendMessages } from '../usage/usage-queue.ts';

/*
 * A change that nothing repeats, such as that of an access key, stores its event in the same write. Who made the change sends the
 * event then, and if that fails or the function is killed, an hourly run does.
 */

/** An event that waits for the queue. */
export interface WaitingEvent {
  /** The id of the event. */
  readonly id: string;
  /** The message for the queue. */
  readonly body: string;
}

export interface WaitingEventStore {
  /** Those that were stored a second ago, at least. */
  listWaitingEvents(): Promise<readonly WaitingEvent[]>;
  /** Does nothing if it does not wait. */
  removeWaitingEvent(id: string): Promise<void>;
}

export interface HandOverEventsDeps {
  readonly store: Pick<WaitingEventStore, 'removeWaitingEvent'>;
  readonly send: SendMessages;
}

/**
 * Sends events to the queue. Each stops waiting only after that, so it is sent at least once. Returns why others were not sent:
 * they still wait.
 */
export async function handOverEvents(
  { store, send }: HandOverEventsDeps,
  events: readonly WaitingEvent[],
): Promise<readonly unknown[]> {
  if (events.length === 0) return [];
  const outcomes = await send(events.map(({ body }) => body));
  const failures: unknown[] = [];
  for (const [index, { id }] of events.entries()) {
    const outcome = outcomes[index];
    if (outcome?.kind === 'sent') await store.removeWaitingEvent(id);
    else failures.push(outcome?.error);
  }
  return failures;
}
