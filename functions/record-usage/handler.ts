import {
  type AdmissionLimits,
  type DisabledIds,
  mapConcurrently,
  type QuarantineStore,
  type RecordOutcome,
  type RecordUsageDeps,
  recordUsage,
} from '@token-ledger/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { countOutcomes } from '../recording-metrics.ts';
import { reportUnknownFigures } from '../report-unknown-figures.ts';
import type { Telemetry } from '../telemetry.ts';
import { type AdmittedRecord, type ReadMessage, readMessage } from './read-messages.ts';

export interface RecordUsageHandlerDeps {
  readonly ledger: RecordUsageDeps & { readonly store: QuarantineStore };
  readonly limits: AdmissionLimits;
  readonly disabledIds: () => Promise<DisabledIds>;
  readonly telemetry: Telemetry;
  /** Also count duplicates, conflicts, late and unattributed usage. */
  readonly qualityMetrics: boolean;
}

const CONCURRENT_QUARANTINES = 8;

/**
 * Records the messages of a batch together, so that their segments are few. A message is acknowledged only when every
 * record in it is counted or quarantined; the others are handed back to the queue.
 */
export function createHandler(deps: RecordUsageHandlerDeps) {
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    try {
      const rules = { limits: deps.limits, disabled: await deps.disabledIds() };
      const messages = await Promise.all(event.Records.map((message) => readMessage(message, rules)));
      const outcomes = await recordAll(deps, messages);
      const unstored = messages.filter(
        (message, index) => 'problems' in message || outcomes[index]?.some(({ kind }) => kind === 'failed'),
      );
      const unquarantined = await quarantineAll(deps, messages, outcomes);
      const failed = new Set([...unstored.map(({ messageId }) => messageId), ...unquarantined]);
      report(deps, messages, outcomes.flat());
      deps.telemetry.count('MessagesRetried', failed.size);
      return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      deps.telemetry.flush();
    }
  };
}

/** The outcomes of each message's admitted records. */
async function recordAll(
  { ledger }: RecordUsageHandlerDeps,
  messages: readonly ReadMessage[],
): Promise<readonly (readonly RecordOutcome[])[]> {
  const outcomes = await recordUsage(
    ledger,
    messages.flatMap((message) => admittedOf(message).map(({ record }) => record)),
  );
  let end = 0;
  return messages.map((message) => {
    const start = end;
    end += admittedOf(message).length;
    return outcomes.slice(start, end);
  });
}

/** Quarantines what can never be counted; returns the ids of the messages for which that did not succeed. */
async function quarantineAll(
  { ledger, telemetry }: RecordUsageHandlerDeps,
  messages: readonly ReadMessage[],
  outcomes: readonly (readonly RecordOutcome[])[],
): Promise<ReadonlySet<string>> {
  const refused = messages.flatMap((message, index) => {
    const frozen = admittedOf(message).filter(
      (_, position) => outcomes[index]?.[position]?.kind === 'frozen',
    );
    const records = [
      ...('refused' in message ? message.refused : []),
      ...frozen.map(({ asTooOld }) => asTooOld()),
    ];
    return records.map((record) => ({ record, messageId: message.messageId }));
  });
  const failed = new Set<string>();
  await mapConcurrently(refused, CONCURRENT_QUARANTINES, async ({ record, messageId }) => {
    try {
      await ledger.store.quarantine(record);
      telemetry.count('RecordsQuarantined', 1);
    } catch (error) {
      failed.add(messageId);
      telemetry.logger.error('A record could not be quarantined.', { messageId, error: error as Error });
    }
  });
  return failed;
}

function admittedOf(message: ReadMessage): readonly AdmittedRecord[] {
  return 'admitted' in message ? message.admitted : [];
}

function report(
  { telemetry, qualityMetrics }: RecordUsageHandlerDeps,
  messages: readonly ReadMessage[],
  outcomes: readonly RecordOutcome[],
): void {
  for (const message of messages) {
    if ('problems' in message) {
      telemetry.logger.warn('A message is not usage and goes to the dead-letter queue.', {
        messageId: message.messageId,
        problems: message.problems,
      });
    }
  }
  reportUnknownFigures(
    telemetry,
    messages.flatMap((message) => admittedOf(message).map(({ unknownFigures }) => unknownFigures)),
  );
  const failure = outcomes.find((outcome) => outcome.kind === 'failed');
  if (failure) {
    telemetry.logger.error('Records could not be stored; their messages are tried again.', {
      records: outcomes.filter(({ kind }) => kind === 'failed').length,
      error: failure.error as Error,
    });
  }
  countOutcomes(telemetry, outcomes, qualityMetrics);
}
