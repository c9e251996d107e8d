import { type EventType, type LedgerEvent, packEvents } from '@token-ledger/contract';
import type { SendMessages } from '@token-ledger/core';

/** Sends events on their way. */
export interface EventSender {
  /** Whether the deployment sends events of this type. */
  isOn(type: EventType): boolean;
  /**
   * Queues those events whose types are on. Rejects unless all of them are queued: then nothing may be acknowledged, so that
   * they are sent again.
   */
  send(events: readonly LedgerEvent[]): Promise<void>;
  /** Queues messages of events that were packed before. */
  readonly sendBodies: SendMessages;
}

export interface EventSenderOptions {
  readonly enabled: readonly EventType[];
  readonly send: SendMessages;
}

export function createEventSender({ enabled, send }: EventSenderOptions): EventSender {
  const on = new Set(enabled);
  return {
    isOn: (type) => on.has(type),
    sendBodies: send,

    async send(events) {
      const wanted = events.filter(({ type }) => on.has(type));
      if (wanted.length === 0) return;
      const outcomes = await send(packEvents(wanted));
      for (const outcome of outcomes) if (outcome.kind === 'failed') throw outcome.error;
    },
  };
}

/** Of a deployment, or a test, that sends no events. */
export const NO_EVENTS: EventSender = createEventSender({ enabled: [], send: async () => [] });
