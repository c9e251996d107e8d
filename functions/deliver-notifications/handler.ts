import { parseNotificationMessage } from '@token-ledger/contract';
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
  readonly telemetry: Telemetry;
}

const CONCURRENT_DELIVERIES = 10;

/**
 * Delivers the budget alerts and report runs of a batch. A message is acknowledged when every channel has
 * confirmed what it is about.
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
  { alerts, runs, telemetry }: DeliverNotificationsDeps,
  { messageId, body }: SQSRecord,
): Promise<boolean> {
  try {
    const message = parseNotificationMessage(body);
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
