import type { Bill } from './bill.ts';
import { gbSeconds } from './idle-month.ts';

/** Each message is sent, received and deleted by itself: events are rare, or large. */
const SQS_REQUESTS_PER_EVENT = 3;
/** Milliseconds of deliver-notifications: a call of EventBridge, and its own time. */
const DELIVERY_MS = 30;

/** What events cost from the function that announces them to the bus. Deliveries to targets in the account are free. */
export function eventsOf(what: string, events: number, deliveryMemoryMib: number): Bill {
  return {
    title: `${what}: ${events.toLocaleString('en-US', { maximumFractionDigits: 0 })} events`,
    uses: [
      { what: 'events', unit: 'eventPut', quantity: events },
      { what: 'their messages', unit: 'sqsRequest', quantity: events * SQS_REQUESTS_PER_EVENT },
      { what: 'deliver-notifications, requests', unit: 'lambdaRequest', quantity: events },
      {
        what: 'deliver-notifications, time',
        unit: 'lambdaGbSecond',
        quantity: events * gbSeconds(deliveryMemoryMib, DELIVERY_MS),
      },
    ],
  };
}
