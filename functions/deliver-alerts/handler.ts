import { parseAlertMessage } from '@token-ledger/contract';
import { type DeliverAlertDeps, deliverAlert, mapConcurrently } from '@token-ledger/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Telemetry } from '../telemetry.ts';

export interface DeliverAlertsDeps extends DeliverAlertDeps {
  readonly telemetry: Telemetry;
}

const CONCURRENT_ALERTS = 10;

/** Delivers the alerts of a batch. A message is acknowledged when every channel has confirmed its alert. */
export function createHandler(deps: DeliverAlertsDeps) {
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    try {
      const failed = await mapConcurrently(event.Records, CONCURRENT_ALERTS, async (message) =>
        (await deliver(deps, message)) ? [] : [{ itemIdentifier: message.messageId }],
      );
      return { batchItemFailures: failed.flat() };
    } finally {
      deps.telemetry.flush();
    }
  };
}

async function deliver(deps: DeliverAlertsDeps, { messageId, body }: SQSRecord): Promise<boolean> {
  const { telemetry } = deps;
  try {
    const key = parseAlertMessage(body);
    const { delivered, failures } = await deliverAlert(deps, key);
    for (const { channel, error } of failures) {
      telemetry.logger.warn('An alert could not be delivered; it is tried again.', {
        ...key,
        channel,
        error: error as Error,
      });
    }
    telemetry.count('AlertsDelivered', delivered.length);
    telemetry.count('AlertDeliveriesFailed', failures.length);
    return failures.length === 0;
  } catch (error) {
    telemetry.logger.error('An alert could not be read; it is tried again.', {
      messageId,
      error: error as Error,
    });
    return false;
  }
}
