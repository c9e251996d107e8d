import type { BusEvent } from '@token-ledger/aws';
import {
  EVENT_SOURCE,
  EVENT_TYPES,
  parseNotificationMessage,
  type QueuedEvent,
} from '@token-ledger/contract';
import {
  type DeliverAlertDeps,
  type DeliverRunDeps,
  deliverAlert,
  deliverRun,
  mapConcurrently,
} from '@token-ledger/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Telemetry } from '../shared/telemetry.ts';

export interface DeliverNotificationsDeps {
  readonly alerts: DeliverAlertDeps;
  readonly runs: DeliverRunDeps;
  /** Puts events on the bus; rejects unless it has all of them. */
  readonly putEvents: (events: readonly BusEvent[]) => Promise<void>;
  readonly telemetry: Telemetry;
}

const CONCURRENT_DELIVERIES = 10;

/**
 * Delivers the budget alerts, report runs and events of a batch. A message is acknowledged when every channel has
 * confirmed what it is about; one of events when the bus has all of them, which otherwise get there again.
 */
export function createHandler(deps: DeliverNotificationsDeps) {
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    try {
      const failed = await mapConcurrently(event.Records, CONCURRENT_DELIVERIES, async (message) =>
        (await deliver(deps, message)) ? [] : [{ itemIdentifier: message.messageId }],
      );
      return { batchItemFailures: failed.flat() };
    } finally {
      deps.telemetry.flush();
    }
  };
}

async function deliver(
  { alerts, runs, putEvents, telemetry }: DeliverNotificationsDeps,
  { messageId, body }: SQSRecord,
): Promise<boolean> {
  try {
    const message = parseNotificationMessage(body);
    if ('events' in message) {
      return await putOnBus(putEvents, message.events, telemetry);
    }
    const { delivered, failures } =
      'run' in message ? await deliverRun(runs, message.run) : await deliverAlert(alerts, message.alert);
    for (const { channel, error } of failures) {
      telemetry.logger.warn('Something could not be delivered; it is tried again.', {
        ...message,
        receiver: channel,
        error: error as Error,
      });
    }
    telemetry.count('NotificationsDelivered', delivered.length);
    telemetry.count('NotificationDeliveriesFailed', failures.length);
    return failures.length === 0;
  } catch (error) {
    telemetry.logger.error('A message could not be handled; it is tried again.', {
      messageId,
      error: error as Error,
    });
    return false;
  }
}

async function putOnBus(
  putEvents: DeliverNotificationsDeps['putEvents'],
  events: readonly QueuedEvent[],
  telemetry: Telemetry,
): Promise<boolean> {
  try {
    await putEvents(
      events.map(({ type, atMs, detail }) => ({
        source: EVENT_SOURCE,
        detailType: EVENT_TYPES[type],
        detail: JSON.stringify(detail),
        atMs,
      })),
    );
    return true;
  } catch (error) {
    telemetry.logger.warn('Events could not be put on the bus; they are tried again.', {
      eventIds: events.map(({ detail }) => detail.eventId),
      error: error as Error,
    });
    telemetry.count('NotificationDeliveriesFailed', 1);
    return false;
  }
}
