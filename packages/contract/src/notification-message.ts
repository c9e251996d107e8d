import type { AlertKey, RunKey } from '@token-ledger/core';
import * as z from 'zod/mini';
import { EVENT_TYPES, type EventType } from './events/event-names.ts';

const id = () => z.string().check(z.minLength(1));

const eventTypes = Object.keys(EVENT_TYPES) as EventType[];

/** The content of the notification queue: the alert of a budget or the run of a report, to deliver, or events as they are. */
const notificationMessageSchema = z.union([
  z.object({
    v: z.literal(1),
    alert: z.object({ budgetId: id(), periodId: id(), percent: z.int(), armedBy: z.int() }),
  }),
  z.object({ v: z.literal(1), run: z.object({ reportId: id(), runId: id() }) }),
  z.object({
    v: z.literal(1),
    events: z.array(
      z.object({ type: z.enum(eventTypes), atMs: z.int(), detail: z.looseObject({ eventId: id() }) }),
    ),
  }),
]);

/** An event as the queue holds it. */
export interface QueuedEvent {
  readonly type: EventType;
  readonly atMs: number;
  /** Checked by the types of the code that sent it. */
  readonly detail: { readonly eventId: string };
}

export type NotificationMessage =
  | { readonly alert: AlertKey }
  | { readonly run: RunKey }
  | { readonly events: readonly QueuedEvent[] };

/** Parses the body of a message; throws if it is not one of that queue. */
export function parseNotificationMessage(body: string): NotificationMessage {
  const { v: _version, ...message } = notificationMessageSchema.parse(JSON.parse(body));
  return message;
}
