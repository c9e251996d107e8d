import {
  FAILED_MESSAGE_QUEUES,
  type FailedMessageQueue,
  type FailedMessageResponse,
  type FailedMessagesResponse,
  failedMessagesQuery,
} from '@token-ledger/contract';
import { pageOfQuarantined, type QuarantinePlace, walkDeadLetters } from '@token-ledger/core';
import type { HttpAnswer, HttpEvent } from '../shared/http/http-handler.ts';
import { decodePageCursor, encodePageCursor } from '../shared/http/page-cursor.ts';
import { invalidParameter, readParameters } from '../shared/http/read-parameters.ts';
import { describeDeadLetter } from './describe-dead-letter.ts';
import { describeQuarantined } from './describe-quarantined.ts';
import { decodeFailedMessageId, encodeQuarantinedId } from './failed-message-id.ts';
import type { ManageFailuresDeps } from './handler.ts';
import { nameAccessKeys } from './name-access-keys.ts';
import { iso } from './plain-facts.ts';

/** `GET /v1/failed-messages`: all dead letters, oldest first, then the quarantined records, page by page. */
export async function listFailedMessages(deps: ManageFailuresDeps, event: HttpEvent): Promise<HttpAnswer> {
  const { place, limit, cursor } = readParameters(failedMessagesQuery, event);
  const list = `failed messages ${place ?? ''}`;
  const after = cursor === undefined ? undefined : decodeCursor(cursor, list, await deps.signingKey());
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
    ...(quarantined.next && {
      nextCursor: encodePageCursor(encodeQuarantinedId(quarantined.next), list, await deps.signingKey()),
    }),
  };
  return { statusCode: 200, body };
}

async function listDeadLetters({ queues, clock }: ManageFailuresDeps, queue: FailedMessageQueue) {
  const messages: FailedMessageResponse[] = [];
  const walk = await walkDeadLetters({ queue: queues[queue], clock }, async (letter, { keptMs }) => {
    messages.push(await describeDeadLetter(queue, letter, keptMs, false));
    return 'continue';
  });
  messages.sort((a, b) => (`${a.receivedAt} ${a.id}` < `${b.receivedAt} ${b.id}` ? -1 : 1));
  return { queue, messages, ...walk };
}

/** Where a page ends is told by the id of its last record. */
function decodeCursor(cursor: string, list: string, signingKey: Uint8Array): QuarantinePlace {
  const place = decodePageCursor(cursor, list, signingKey);
  const name = place === undefined ? undefined : decodeFailedMessageId(place);
  if (name?.place === 'quarantine') return name;
  throw invalidParameter('/cursor', 'is not a cursor of this list');
}
