import {
  EVENT_TYPES,
  type EventType,
  parseNotificationMessage,
  type QueuedEvent,
} from '@token-ledger/contract';
import { createEventSender } from '../../functions/shared/event-sender.ts';

export const ALL_EVENTS = Object.keys(EVENT_TYPES) as EventType[];

/** A way of events that keeps them, and can refuse them. */
export function recordedEvents(enabled: readonly EventType[] = ALL_EVENTS, onSend: () => void = () => {}) {
  const queued: QueuedEvent[] = [];
  const state = { isDown: false };
  const events = createEventSender({
    enabled,
    send: async (bodies) =>
      bodies.map((body) => {
        onSend();
        if (state.isDown) return { kind: 'failed', error: new Error('The queue is down.') };
        const message = parseNotificationMessage(body);
        if ('events' in message) queued.push(...message.events);
        return { kind: 'sent' };
      }),
  });
  return {
    events,
    /** Everything queued, oldest first. */
    queued,
    state,
    of: (type: EventType) => queued.filter((event) => event.type === type).map(({ detail }) => detail),
  };
}
