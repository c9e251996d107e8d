import {
  type AdmissionLimits,
  type DisabledIds,
  mapConcurrently,
  type QuarantineStore,
  type RecordOutcome,
  type RecordUsageDeps,
  recordUsage,
  type WitnessStore,
} from '@token-ledger/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { announceUsage, collected, digest } from '../shared/announce-usage.ts';
import type { EventSender } from '../shared/event-sender.ts';
import type { HearSources } from '../shared/hear-sources.ts';
import { countOutcomes } from '../shared/recording-metrics.ts';
import { reportUnknownFigures } from '../shared/report-unknown-figures.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { logOutcomes, logSetAside } from './log-outcomes.ts';
import { countSpans, lookUpSpans } from './look-up-spans.ts';
import { readInGroups } from './read-in-groups.ts';
import type { CountableRecord, JudgedMessage, ReadMessage } from './read-messages.ts';

export interface RecordUsageHandlerDeps {
  readonly ledger: RecordUsageDeps & { readonly store: QuarantineStore };
  /** Where it is counted what became of spans. */
  readonly witnesses: Pick<WitnessStore, 'addWitnessed'>;
  readonly limits: AdmissionLimits;
  readonly disabledIds: () => Promise<DisabledIds>;
  /** The access keys of records that name none, by the name of the queue. */
  readonly defaultAccessKeys?: Readonly<Record<string, string>>;
  readonly events: EventSender;
  readonly hearSources: HearSources;
  readonly telemetry: Telemetry;
  /** Also count duplicates, conflicts, late and unattributed usage. */
  readonly qualityMetrics: boolean;
}

const CONCURRENT_QUARANTINES = 8;
/** How long recording a group may take: with less time left, no further message is read. */
const RECORDING_MS = 20_000;
/** How long copies, marks and the quarantine of a group may take: with less time left, no further call is resolved. */
const STORING_MS = 10_000;
/** With less time left, nothing more is quarantined. */
const ANSWERING_MS = 3_000;

/**
 * Records the messages of a batch together, so that their segments are few. A message is acknowledged only when every
 * record in it is counted or quarantined; the others are handed back to the queue. Spans come after the reports of their group, and
 * count only where no other access key has reported the call.
 */
export function createHandler(deps: RecordUsageHandlerDeps) {
  return async (
    event: SQSEvent,
    context?: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<SQSBatchResponse> => {
    try {
      const { limits, defaultAccessKeys = {} } = deps;
      const rules = { limits, defaultAccessKeys, disabled: await deps.disabledIds() };
      const remainingMs = () => context?.getRemainingTimeInMillis() ?? Infinity;
      const failed = new Set<string>();
      for await (const messages of readInGroups(event.Records, rules, () => remainingMs() > RECORDING_MS)) {
        const spans = messages.filter(holdsSpans);
        const reports = messages.filter((message) => !holdsSpans(message));
        for (const messageId of await settle(deps, reports, remainingMs)) failed.add(messageId);
        for (const messageId of await settleSpans(deps, spans, remainingMs)) failed.add(messageId);
      }
      deps.telemetry.count('MessagesRetried', failed.size);
      deps.telemetry.logger.debug('A batch of messages was settled.', {
        messages: event.Records.length,
        retried: failed.size,
      });
      return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      deps.telemetry.flush();
    }
  };
}

const holdsSpans = (message: ReadMessage): message is JudgedMessage => 'witness' in message;

/** Settles the spans whose calls no other access key has reported, and counts all. */
async function settleSpans(
  deps: RecordUsageHandlerDeps,
  messages: readonly JudgedMessage[],
  remainingMs: () => number,
): Promise<readonly string[]> {
  const { witnesses, telemetry } = deps;
  const lookUp = { records: deps.ledger.store, witnesses, telemetry };
  const { lookedUp, failed } = await lookUpSpans(lookUp, messages, () => remainingMs() > STORING_MS);
  const unsettled = await settle(
    deps,
    lookedUp.map(({ message }) => message),
    remainingMs,
  );
  const settled = lookedUp.filter(({ message }) => !unsettled.has(message.messageId));
  return [...failed, ...unsettled, ...(await countSpans(lookUp, settled))];
}

/** A message that was read, and what became of those of its records that were admitted. */
interface RecordedMessage {
  readonly message: ReadMessage;
  readonly outcomes: readonly { readonly admitted: CountableRecord; readonly outcome: RecordOutcome }[];
}

/** Records or quarantines all that the messages hold; returns the ids of those that have to come again. */
async function settle(
  deps: RecordUsageHandlerDeps,
  messages: readonly ReadMessage[],
  remainingMs: () => number,
): Promise<ReadonlySet<string>> {
  if (messages.length === 0) return new Set();
  const recorded = await recordAll(deps, messages, () => remainingMs() > STORING_MS);
  const unstored = recorded.filter(
    ({ message, outcomes }) =>
      'problems' in message ||
      'unread' in message ||
      'defect' in message ||
      outcomes.some(({ outcome }) => outcome.kind === 'failed'),
  );
  const unquarantined = await quarantineAll(deps, recorded, () => remainingMs() > ANSWERING_MS);
  report(deps, recorded);
  await deps.hearSources(messages.flatMap((message) => admittedOf(message).map(({ record }) => record)));
  const unsettled = new Set([...unstored.map(({ message }) => message.messageId), ...unquarantined]);
  const settled = recorded.filter(({ message }) => !unsettled.has(message.messageId));
  return new Set([...unsettled, ...(await announceAll(deps, settled))]);
}

/** Announces what is about to be acknowledged; returns the ids of the messages for which that did not succeed. */
async function announceAll(
  { events, ledger, telemetry }: RecordUsageHandlerDeps,
  settled: readonly RecordedMessage[],
): Promise<readonly string[]> {
  const messageIds = new Map(settled.map(({ message: { messageId } }) => [digest(messageId), messageId]));
  const { failed, error } = await announceUsage(
    events,
    settled.map(({ message, outcomes }) => ({
      id: digest(message.messageId),
      outcomes: outcomes.map(({ outcome }) => outcome),
    })),
    ledger.clock,
  );
  if (failed.size > 0) {
    telemetry.logger.error('Events could not be queued; their messages are tried again.', {
      messages: failed.size,
      error: error as Error,
    });
  }
  return [...failed].flatMap((id) => messageIds.get(id) ?? []);
}

async function recordAll(
  { ledger, events }: RecordUsageHandlerDeps,
  messages: readonly ReadMessage[],
  hasTime: () => boolean,
): Promise<readonly RecordedMessage[]> {
  const outcomes = await recordUsage(
    ledger,
    messages.flatMap((message) =>
      admittedOf(message).map(({ record }) => collected(events, record, () => digest(message.messageId))),
    ),
    hasTime,
  );
  const inOrder = outcomes.values();
  return messages.map((message) => ({
    message,
    // A record without an outcome would be lost: its message has to come again.
    outcomes: admittedOf(message).map((admitted) => ({
      admitted,
      outcome: inOrder.next().value ?? { kind: 'failed', error: undefined },
    })),
  }));
}

/** Quarantines what can never be counted; returns the ids of the messages for which that did not succeed. */
async function quarantineAll(
  { ledger, telemetry }: RecordUsageHandlerDeps,
  recorded: readonly RecordedMessage[],
  hasTime: () => boolean,
): Promise<ReadonlySet<string>> {
  const refused = recorded.flatMap(({ message, outcomes }) => {
    const frozen = outcomes.filter(({ outcome }) => outcome.kind === 'frozen');
    const records = [
      ...('refused' in message ? message.refused : []),
      ...frozen.map(({ admitted }) => admitted.asTooOld()),
    ];
    return records.map((record) => ({ record, messageId: message.messageId }));
  });
  logSetAside(
    telemetry.logger,
    refused.map(({ record }) => record),
  );
  const failed = new Set<string>();
  await mapConcurrently(refused, CONCURRENT_QUARANTINES, async ({ record, messageId }) => {
    if (!hasTime()) {
      failed.add(messageId);
      return;
    }
    try {
      await ledger.store.quarantine(record);
      telemetry.count('RecordsQuarantined', 1);
    } catch (error) {
      failed.add(messageId);
      telemetry.logger.error('A record could not be quarantined.', {
        channel: 'quality',
        messageId,
        error: error as Error,
      });
    }
  });
  return failed;
}

function admittedOf(message: ReadMessage): readonly CountableRecord[] {
  return 'admitted' in message ? message.admitted : [];
}

function report(
  { telemetry, qualityMetrics }: RecordUsageHandlerDeps,
  recorded: readonly RecordedMessage[],
): void {
  for (const { message } of recorded) {
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
  const unread = recorded.filter(({ message }) => 'unread' in message).length;
  if (unread > 0) {
    telemetry.logger.warn('There was no time for some messages; they are tried again.', { messages: unread });
  }
  reportUnknownFigures(
    telemetry,
    recorded.flatMap(({ message }) => admittedOf(message).map(({ unknownFigures }) => unknownFigures)),
  );
  const settled = recorded.flatMap(({ message: { messageId }, outcomes: ofMessage }) =>
    ofMessage.map(({ admitted: { record }, outcome }) => ({ record, messageId, outcome })),
  );
  logOutcomes(telemetry.logger, settled);
  const outcomes = settled.map(({ outcome }) => outcome);
  const failure = outcomes.find((outcome) => outcome.kind === 'failed');
  if (failure) {
    telemetry.logger.error('Records could not be stored; their messages are tried again.', {
      records: outcomes.filter(({ kind }) => kind === 'failed').length,
      error: failure.error as Error,
    });
  }
  countOutcomes(telemetry, outcomes, qualityMetrics);
}
