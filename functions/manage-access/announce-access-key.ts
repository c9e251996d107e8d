import { type LedgerEvent, packEvents } from '@token-ledger/contract';
import { handOverEvents, type WaitingEvent, type WaitingEventStore } from '@token-ledger/core';
import type { EventSender } from '../shared/event-sender.ts';
import type { Log } from '../shared/telemetry.ts';

export interface AnnounceAccessKeyDeps {
  readonly events: EventSender;
  readonly waitingEvents: Pick<WaitingEventStore, 'removeWaitingEvent'>;
  readonly telemetry: { readonly logger: Log };
}

/** The event as it is stored with the change that it is about; undefined if such events are off. */
export function waitingEvent(
  { events }: Pick<AnnounceAccessKeyDeps, 'events'>,
  event: LedgerEvent | undefined,
): WaitingEvent | undefined {
  if (!event || !events.isOn(event.type)) return undefined;
  return packEvents([event]).map((body) => ({ id: event.detail.eventId, body }))[0];
}

/** Sends a stored event. The change is made, so a failure does not fail the request: the hourly run of run-report sends it. */
export async function announceStored(
  { events, waitingEvents, telemetry }: AnnounceAccessKeyDeps,
  event: WaitingEvent | undefined,
): Promise<void> {
  if (!event) return;
  const handOver = handOverEvents({ store: waitingEvents, send: events.sendBodies }, [event]);
  const failures = await handOver.catch((error: unknown) => [error]);
  if (failures.length === 0) return;
  telemetry.logger.warn('An event could not be queued yet; it is tried again within an hour.', {
    eventId: event.id,
    error: failures[0],
  });
}
