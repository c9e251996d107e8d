import {
  FAILED_MESSAGE_QUEUES,
  type FailedMessageQueue,
  type FailedMessageResponse,
  type FailedMessagesResponse,
  failedMessagesQuery,
} from '@token-ledger/contract';
import {
  type DeadLetterQueue,
  iso,
  pageOfQuarantined,
  type QuarantineStore,
  type ReadNames,
  walkDeadLetters,
} from '@token-ledger/core';
import { type CursorDeps, nextCursor, readCursor } from '../shared/http/cursor.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { readParameters } from '../shared/http/read-parameters.ts';
import { describeDeadLetter } from './describe-dead-letter.ts';
import { describeQuarantined } from './describe-quarantined.ts';
import { nameAccessKeys } from './name-access-keys.ts';
import { type QuarantineRulesDeps, quarantineRules } from './prepare-retry.ts';

interface ListFailedMessagesDeps extends CursorDeps, QuarantineRulesDeps {
  readonly queues: Readonly<Record<FailedMessageQueue, DeadLetterQueue>>;
  readonly store: QuarantineStore;
  readonly readNames: ReadNames;
}

/** `GET /v1/failed-messages`: all dead letters, oldest first, then the quarantined records, page by page. */
export async function listFailedMessages(
  deps: ListFailedMessagesDeps,
  { event }: HttpRequest,
): Promise<HttpAnswer> {
  const { place, limit, offset = 0, cursor } = readParameters(failedMessagesQuery, event);
  const pages = ['failed-messages', place];
  const [day, id] = (await readCursor(deps, pages, cursor)) ?? [];
  const after = day !== undefined && id !== undefined ? { day, id } : undefined;
  // Only the first page has the dead letters.
  const queues =
    after || offset > 0 ? [] : FAILED_MESSAGE_QUEUES.filter((name) => place === undefined || name === place);
  const walks = await Promise.all(queues.map((queue) => listDeadLetters(deps, queue)));
  const quarantined =
    place === undefined || place === 'quarantine'
      ? await pageOfQuarantined(deps, { limit: offset + limit, ...(after && { after }) })
      : { records: [] };
  const shown = quarantined.records.slice(offset);
  const rules = await quarantineRules(deps);
  const body: FailedMessagesResponse = {
    asOf: iso(deps.clock()),
    complete: walks.every(({ complete }) => complete),
    deadLetters: Object.fromEntries(
      walks.map(({ queue, depth: { waiting, hidden } }) => [queue, { waiting, hidden }]),
    ),
    messages: await nameAccessKeys(deps.readNames, [
      ...walks.flatMap(({ messages }) => messages),
      ...shown.map((record) => describeQuarantined(record, rules)),
    ]),
    ...(await nextCursor(deps, pages, quarantined.next && [quarantined.next.day, quarantined.next.id])),
  };
  return { statusCode: 200, body };
}

async function listDeadLetters({ queues, clock }: ListFailedMessagesDeps, queue: FailedMessageQueue) {
  const messages: FailedMessageResponse[] = [];
  const walk = await walkDeadLetters({ queue: queues[queue], clock }, async (letter, { keptMs }) => {
    messages.push(await describeDeadLetter(queue, letter, keptMs, false));
    return 'continue';
  });
  messages.sort((a, b) => (`${a.receivedAt} ${a.id}` < `${b.receivedAt} ${b.id}` ? -1 : 1));
  return { queue, messages, ...walk };
}
