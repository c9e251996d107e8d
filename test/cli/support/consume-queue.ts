import { NOBODY_DISABLED } from '@token-ledger/core';
import { InMemoryWitnessStore } from '@token-ledger/in-memory';
import { createHandler } from '../../../functions/record-usage/handler.ts';
import { NO_EVENTS } from '../../../functions/shared/event-sender.ts';
import { LIMITS } from '../../support/ledger-over.ts';
import { recordingTelemetry } from '../../support/recording-telemetry.ts';
import type { servedApi } from '../../support/served-api.ts';
import { sqsEvent } from '../../support/sqs-event.ts';

/** Makes a function that records what the queues got since it was called last. */
export function queueConsumer({ queue, harness }: ReturnType<typeof servedApi>): () => Promise<void> {
  const consume = createHandler({
    ledger: harness.ledger.deps,
    limits: LIMITS,
    disabledIds: async () => NOBODY_DISABLED,
    telemetry: recordingTelemetry(),
    qualityMetrics: true,
    events: NO_EVENTS,
    hearSources: async () => {},
    witnesses: new InMemoryWitnessStore(),
  });
  const consumed = { live: 0, bulk: 0 };
  return async () => {
    for (const priority of ['live', 'bulk'] as const) {
      const bodies = queue.sent(priority).slice(consumed[priority]);
      consumed[priority] += bodies.length;
      if (bodies.length > 0) await consume(sqsEvent(...bodies));
    }
  };
}
