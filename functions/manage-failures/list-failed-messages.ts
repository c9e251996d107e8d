import {
  FAILED_MESSAGE_QUEUES,
  type FailedMessageQueue,
  type FailedMessageResponse,
  type FailedMessagesResponse,
  failedMessagesQuery,
  toProblems,
} from '@token-ledger/contract';
import { pageOfQuarantined, type QuarantinePlace, walkDeadLetters } from '@token-ledger/core';
import * as z from 'zod/mini';
import type { HttpAnswer } from '../http/http-handler.ts';
import { ProblemError } from '../http/problem-error.ts';
import { describeDeadLetter } from './describe-dead-letter.ts';
import { describeQuarantined } from './describe-quarantined.ts';
import { decodeFailedMessageId, encodeQuarantinedId } from './failed-message-id.ts';
import type { ManageFailuresDeps } from './handler.ts';
import { nameAccessKeys } from './name-access-keys.ts';
import { iso } from './plain-facts.ts';

/** `GET /v1/failed-messages`: all dead letters, oldest first, then the quarantined records, page by page. */
export async function listFailedMessages(
  deps: ManageFailuresDeps,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<HttpAnswer> {
  const { place, limit, cursor } = parse(parameters);
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const queues = after ? [] : FAILED_MESSAGE_QUEUES.filter((name) => place === undefined || name === place);
  const walks = await Promise.all(queues.map((queue) => listDeadLetters(deps, queue)));
  const quarantined =
    place === undefined || place === 'quarantine'
      ? await pageOfQuarantined(deps, { limit, ...(after && { after }) })
      : { records: [] };
  const body: FailedMessagesResponse = {
    asOf: iso(deps.clock()),
    complete: walks.every(({ complete }) => complete),
    deadLetters: Object.fromEntries(
      walks.map(({ queue, depth: { waiting, hidden } }) => [queue, { waiting, hidden }]),
    ),
    messages: await nameAccessKeys(deps.readNames, [
      ...walks.flatMap(({ messages }) => messages),
      ...quarantined.records.map(describeQuarantined),
    ]),
    ...(quarantined.next && { nextCursor: encodeQuarantinedId(quarantined.next) }),
  };
  return { statusCode: 200, body };
}

async function listDeadLetters({ queues, clock }: ManageFailuresDeps, queue: FailedMessageQueue) {
  const messages: FailedMessageResponse[] = [];
  const walk = await walkDeadLetters({ queue: queues[queue], clock }, async (letter, { keptMs }) => {
    messages.push(await describeDeadLetter(queue, letter, keptMs, false));
    return 'go on';
  });
  messages.sort((a, b) => (`${a.receivedAt} ${a.id}` < `${b.receivedAt} ${b.id}` ? -1 : 1));
  return { queue, messages, ...walk };
}

function parse(parameters: Readonly<Record<string, string | undefined>>) {
  const parsed = z.safeParse(failedMessagesQuery, parameters);
  if (parsed.success) return parsed.data;
  throw invalid(toProblems(parsed.error.issues, parameters, ''));
}

/** Where a page ends is told by the id of its last record, and any id is a place to go on from. */
function decodeCursor(cursor: string): QuarantinePlace {
  const name = decodeFailedMessageId(cursor);
  if (name?.place === 'quarantine') return name;
  throw invalid([{ path: '/cursor', code: 'not_allowed', message: 'must be a nextCursor of this route' }]);
}

function invalid(errors: ReturnType<typeof toProblems>): ProblemError {
  return new ProblemError('invalid_request', { detail: 'The query parameters are not valid.', errors });
}
