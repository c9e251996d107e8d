import { createSqsClient, createSqsMessageSender } from '@token-ledger/aws';
import type { EventType } from '@token-ledger/contract';
import { createEventSender, type EventSender } from '../shared/event-sender.ts';

export interface EventVariables {
  readonly EVENTS: readonly EventType[];
  readonly NOTIFICATION_QUEUE_URL: string;
}

/** The deployed way of events. */
export function connectEvents(
  { EVENTS, NOTIFICATION_QUEUE_URL }: EventVariables,
  client = createSqsClient(),
): EventSender {
  return createEventSender({
    enabled: EVENTS,
    send: createSqsMessageSender({ client, queueUrl: NOTIFICATION_QUEUE_URL }),
  });
}
