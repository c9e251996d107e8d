import { type AdmittedRecord, packMessages, toWireRecord } from '@token-ledger/contract';
import type { SendMessages } from '@token-ledger/core';
import type { Signal } from '@token-ledger/otlp';
import { ProblemError } from '../shared/http/problem-error.ts';
import type { Telemetry } from '../shared/telemetry.ts';

export interface QueueRecordsDeps {
  /** Sends to the live queue, as every report of usage. */
  readonly sendUsage: SendMessages;
  /** Sends to the bulk queue, in which spans wait. */
  readonly sendSpans: SendMessages;
  readonly telemetry: Telemetry;
}

/**
 * Queues records: those of events to be recorded at once, those of spans as a witness, to be looked up after a while. Throws a `ProblemError`
 * unless all are confirmed. The exporter then sends all again, and each counts once.
 */
export async function queueRecords(
  { sendUsage, sendSpans, telemetry }: QueueRecordsDeps,
  records: readonly Pick<AdmittedRecord, 'reported'>[],
  signal: Signal,
  receivedAtMs: number,
): Promise<void> {
  const messages = packMessages(
    records.map(({ reported }) => toWireRecord(reported)),
    receivedAtMs,
    { witness: signal === 'traces' },
  );
  const send = signal === 'logs' ? sendUsage : sendSpans;
  const outcomes = await send(messages.map(({ body }) => body));
  const failure = outcomes.find((outcome) => outcome.kind === 'failed');
  if (!failure) return;
  telemetry.count('RecordsFailed', records.length);
  telemetry.logger.error('The queue did not confirm telemetry; the exporter is asked to send it again.', {
    error: failure.error,
  });
  throw new ProblemError('not_stored', { detail: 'The queue did not confirm every record. Send all again.' });
}
