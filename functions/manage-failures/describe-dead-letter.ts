import {
  type FailedMessageQueue,
  type FailedMessageResponse,
  isPlainId,
  MAX_LISTED_PROBLEMS,
  MAX_LISTED_REQUEST_IDS,
  MAX_PROBLEMS_PER_DOCUMENT,
  type NotificationMessage,
  parseEnvelope,
  parseNotificationMessage,
  parseUsageRecord,
} from '@token-ledger/contract';
import { alertId, type DeadLetter, iso } from '@token-ledger/core';
import { encodeDeadLetterId } from './failed-message-id.ts';
import { idsAmong } from './plain-facts.ts';

/*
 * What is shown of a dead letter. Its body may be anything, even a prompt. So a body is described only if it is a message of
 * its queue, and then by numbers and by texts in the form of an id.
 */

type Facts = Pick<
  FailedMessageResponse,
  'reason' | 'retryable' | 'problems' | 'records' | 'requestIds' | 'alertId' | 'runId' | 'eventId'
>;

/** `whole`: also what is wrong with each record, and all request ids, which takes longer. */
export async function describeDeadLetter(
  queue: FailedMessageQueue,
  letter: DeadLetter,
  keptMs: number,
  whole: boolean,
): Promise<FailedMessageResponse> {
  const facts =
    queue === 'notifications' ? notificationFacts(letter.body) : await usageFacts(letter.body, whole);
  return {
    id: encodeDeadLetterId(queue, letter.id),
    place: queue,
    receivedAt: iso(letter.sentAtMs),
    expiresAt: iso(letter.sentAtMs + keptMs),
    bytes: Buffer.byteLength(letter.body),
    receives: letter.receives,
    ...facts,
    problems: facts.problems.slice(0, whole ? MAX_PROBLEMS_PER_DOCUMENT : MAX_LISTED_PROBLEMS),
  };
}

async function usageFacts(body: string, whole: boolean): Promise<Facts> {
  const envelope = await parseEnvelope(body);
  if (!envelope.ok) return unreadable(envelope.problems);
  const { records } = envelope;
  const ids = idsAmong(records);
  const problems = whole
    ? records.flatMap((record, index) => {
        const parsed = parseUsageRecord(record, { path: `/records/${index}`, problemsAreKept: true });
        return parsed.ok ? [] : parsed.problems;
      })
    : [];
  return {
    reason: 'not_recorded',
    retryable: true,
    problems: problems.map(({ path, message }) => ({ path, message })),
    records: records.length,
    requestIds: whole ? ids : ids.slice(0, MAX_LISTED_REQUEST_IDS),
  };
}

function notificationFacts(body: string): Facts {
  try {
    const message = parseNotificationMessage(body);
    const [name, id] = namedBy(message);
    const facts = { reason: 'not_delivered', retryable: true, problems: [] };
    return isPlainId(id) ? { ...facts, [name]: id } : facts;
  } catch {
    // The error of a parser may quote the text.
    return unreadable([{ path: '', message: NO_NOTIFICATION }]);
  }
}

function namedBy(message: NotificationMessage): readonly ['runId' | 'alertId' | 'eventId', string] {
  if ('run' in message) return ['runId', message.run.runId];
  if ('alert' in message) return ['alertId', alertId(message.alert)];
  return ['eventId', message.events[0]?.detail.eventId ?? ''];
}

export const NO_NOTIFICATION = 'must be the message of an alert, of a report run or of events';

function unreadable(problems: FailedMessageResponse['problems']): Facts {
  return {
    reason: 'unreadable',
    retryable: false,
    problems: problems.map(({ path, message }) => ({ path, message })),
  };
}
