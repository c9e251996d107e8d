import { NOBODY_DISABLED } from '@token-ledger/core';
import { InMemoryWitnessStore } from '@token-ledger/in-memory';
import { createHandler } from '../../../functions/record-usage/handler.ts';
import { NO_EVENTS } from '../../../functions/shared/event-sender.ts';
import { LIMITS } from '../../support/ledger-over.ts';
import { recordingTelemetry } from '../../support/recording-telemetry.ts';
import type { servedApi } from '../../support/served-api.ts';
import { sqsEvent } from '../../support/sqs-event.ts';

/** Makes a function that records what the live queue got since it was called last. */
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
  let consumed = 0;
  return async () => {
    const bodies = queue.sent('live').slice(consumed);
    consumed += bodies.length;
    if (bodies.length > 0) await consume(sqsEvent(...bodies));
  };
}
