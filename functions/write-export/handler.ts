import { exportEvents } from '@token-ledger/contract';
import {
  type ExportQueue,
  failExport,
  handOverRun,
  type RunQueue,
  type WriteExportDeps,
  writeExport,
} from '@token-ledger/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { EventSender } from '../shared/event-sender.ts';
import type { Telemetry } from '../shared/telemetry.ts';

/** Time kept back to store how far an export is when the function's own time runs out. */
const RESERVE_MS = 30_000;

export interface WriteExportHandlerDeps {
  readonly ledger: WriteExportDeps;
  readonly queue: ExportQueue;
  /** Where report runs wait for delivery. */
  readonly runs: RunQueue;
  readonly events: EventSender;
  readonly telemetry: Telemetry;
  readonly maxReceives: number;
}

/** Writes the exports whose ids are in the messages; one that takes longer sends itself a new message. */
export function createHandler(deps: WriteExportHandlerDeps) {
  const { ledger, queue, telemetry, maxReceives } = deps;
  return async (
    event: SQSEvent,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<SQSBatchResponse> => {
    const deadlineMs = ledger.clock() + context.getRemainingTimeInMillis() - RESERVE_MS;
    const failed: string[] = [];
    try {
      for (const message of event.Records) {
        if (!(await isHandled(message, deadlineMs))) failed.push(message.messageId);
      }
      telemetry.count('MessagesRetried', failed.length);
      return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      telemetry.flush();
    }
  };

  /** Whether the message is no longer needed. */
  async function isHandled({ body: id, attributes }: SQSRecord, deadlineMs: number): Promise<boolean> {
    try {
      const outcome = await writeExport(ledger, id, deadlineMs);
      telemetry.logger.info('An export was written on.', { export: id, outcome });
      if (outcome === 'continue') await queue.send(id);
      if (outcome === 'done') await announce(deps, id);
      // The function that works on it may die; then this message starts it again.
      return outcome !== 'busy';
    } catch (error) {
      telemetry.logger.error('An export could not be written; it is tried again.', {
        export: id,
        error: error as Error,
      });
      if (Number(attributes.ApproximateReceiveCount) >= maxReceives) {
        await failExport(ledger, id, 'internal_error');
        await announce(deps, id);
      }
      return false;
    }
  }
}

/** Announces that an export is over, before its message is acknowledged. */
async function announce({ ledger, runs, events }: WriteExportHandlerDeps, id: string): Promise<void> {
  await handOverRun({ exports: ledger.exports, runs }, id);
  const job = await ledger.exports.getExport(id);
  if (job) await events.send(exportEvents(job));
}
