import type { GatewayEvents } from '@token-ledger/gateway';
import type { Telemetry } from './telemetry.ts';

/** The gateway's events as metrics and log lines. Call `flush` of the telemetry afterwards. */
export function gatewayEvents(telemetry: Telemetry): GatewayEvents {
  const { logger } = telemetry;
  return {
    recorded: (records) => telemetry.count('CallsRecorded', records),
    notQueued(record, error) {
      telemetry.count('CallsUnrecorded', 1);
      // It has no content. Nothing else holds it any more: docs/runbook.md says how to send it from the log.
      logger.error('A call was answered, and the queue did not take its record.', { record, error });
    },
    withoutUsage(id, complete) {
      if (!complete) {
        telemetry.count('CallsBrokenOff', 1);
        logger.info('A call broke off before its answer said what it used.', { id });
        return;
      }
      telemetry.count('CallsUnrecorded', 1);
      logger.error('A call was answered, and its answer does not say what it used.', { id });
    },
    givenUp(id, { accessKeyId, model, startedAtMs }) {
      telemetry.count('CallsGivenUp', 1);
      const startedAt = new Date(startedAtMs).toISOString();
      logger.warn('A call was given up before its answer began; it may be billed.', {
        id,
        accessKeyId,
        model,
        startedAt,
      });
    },
    refused(id, type, message) {
      telemetry.count('CallsRefused', 1);
      logger.info('A call was not forwarded.', { id, type, reason: message });
    },
    failed: (message, error) => logger.error(message, { error }),
  };
}
