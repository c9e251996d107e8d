import type { AlertKey, RunKey } from '@token-ledger/core';
import * as z from 'zod/mini';
import { EVENT_TYPES, type EventType, type LedgerEvent } from './events/event-types.ts';

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

/** What EventBridge takes in one call. */
const EVENTS_PER_BODY = 10;
/** SQS bills a message by its 64 KB. */
const BODY_BYTES = 63 * 1024;

/** Messages of the queue that hold the events, as few as they fit into. */
export function packEvents(events: readonly LedgerEvent[]): readonly string[] {
  const bodies: string[][] = [];
  let room = 0;
  for (const event of events) {
    const json = JSON.stringify(event);
    const bytes = encoder.encode(json).length + 1;
    const last = bodies.at(-1);
    if (last && last.length < EVENTS_PER_BODY && bytes <= room) last.push(json);
    else {
      bodies.push([json]);
      room = BODY_BYTES;
    }
    room -= bytes;
  }
  return bodies.map((parts) => `{"v":1,"events":[${parts.join(',')}]}`);
}

const encoder = new TextEncoder();
