import {
  type AdmissionLimits,
  type DisabledIds,
  mapConcurrently,
  type QuarantineStore,
  type RecordOutcome,
  type RecordUsageDeps,
  recordUsage,
} from '@token-ledger/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { countOutcomes } from '../shared/recording-metrics.ts';
import { reportUnknownFigures } from '../shared/report-unknown-figures.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { readInGroups } from './read-in-groups.ts';
import type { AdmittedRecord, ReadMessage } from './read-messages.ts';

export interface RecordUsageHandlerDeps {
  readonly ledger: RecordUsageDeps & { readonly store: QuarantineStore };
  readonly limits: AdmissionLimits;
  readonly disabledIds: () => Promise<DisabledIds>;
  readonly telemetry: Telemetry;
  /** Also count duplicates, conflicts, late and unattributed usage. */
  readonly qualityMetrics: boolean;
}

const CONCURRENT_QUARANTINES = 8;
/** How long recording a group may take: with less time left, no further message is read. */
const RECORDING_MS = 20_000;

/**
 * Records the messages of a batch together, so that their segments are few. A message is acknowledged only when every
 * record in it is counted or quarantined; the others are handed back to the queue.
 */
export function createHandler(deps: RecordUsageHandlerDeps) {
  return async (
    event: SQSEvent,
    context?: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<SQSBatchResponse> => {
    try {
      const rules = { limits: deps.limits, disabled: await deps.disabledIds() };
      const hasTime = () => (context?.getRemainingTimeInMillis() ?? Infinity) > RECORDING_MS;
      const failed = new Set<string>();
      for await (const messages of readInGroups(event.Records, rules, hasTime)) {
        for (const messageId of await settle(deps, messages)) failed.add(messageId);
      }
      deps.telemetry.count('MessagesRetried', failed.size);
      return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      deps.telemetry.flush();
    }
  };
}

/** Records or quarantines all that the messages hold; returns the ids of those that have to come again. */
async function settle(
  deps: RecordUsageHandlerDeps,
  messages: readonly ReadMessage[],
): Promise<ReadonlySet<string>> {
  const outcomes = await recordAll(deps, messages);
  const unstored = messages.filter(
    (message, index) =>
      'problems' in message ||
      'unread' in message ||
      'defect' in message ||
      outcomes[index]?.some(({ kind }) => kind === 'failed'),
  );
  const unquarantined = await quarantineAll(deps, messages, outcomes);
  report(deps, messages, outcomes.flat());
  return new Set([...unstored.map(({ messageId }) => messageId), ...unquarantined]);
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
    } else if ('defect' in message) {
      telemetry.logger.error('A record could not be judged; the others of its message are counted.', {
        messageId: message.messageId,
        error: message.defect as Error,
      });
    }
  }
  const unread = messages.filter((message) => 'unread' in message).length;
  if (unread > 0) {
    telemetry.logger.warn('There was no time for some messages; they are tried again.', { messages: unread });
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
