import type { LedgerEvent } from './event-types.ts';

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
