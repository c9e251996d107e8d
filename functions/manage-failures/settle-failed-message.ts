import {
  type FailedMessageQueue,
  MAX_PROBLEMS_PER_DOCUMENT,
  type Problem,
  type RetryResponse,
} from '@token-ledger/contract';
import {
  type Clock,
  type DeadLetterQueue,
  deleteDeadLetter,
  findQuarantined,
  type QuarantineStore,
  type ReadNames,
  type RetryOutcome,
  retryDeadLetter,
  retryQuarantined,
  takeDeadLetter,
} from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import type { LogDeps } from '../shared/telemetry.ts';
import { describeDeadLetter } from './describe-dead-letter.ts';
import { describeQuarantined } from './describe-quarantined.ts';
import { decodeFailedMessageId, type FailedMessageName } from './failed-message-id.ts';
import { nameAccessKeys } from './name-access-keys.ts';
import {
  prepareNotification,
  prepareQuarantined,
  prepareUsage,
  type QuarantineRulesDeps,
  quarantineRules,
} from './prepare-retry.ts';

/** What is done to one failed message. */
interface SettleDeps {
  readonly queues: Readonly<Record<FailedMessageQueue, DeadLetterQueue>>;
  readonly store: QuarantineStore;
  readonly clock: Clock;
}

interface GetFailedMessageDeps extends SettleDeps, QuarantineRulesDeps {
  readonly readNames: ReadNames;
}

/** `GET /v1/failed-messages/{id}`. */
export async function getFailedMessage(
  deps: GetFailedMessageDeps,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const { name } = messageOf(request);
  if (name.place === 'quarantine') {
    const record = await findQuarantined(deps, name);
    if (!record) throw absent('not_found');
    const [body] = await nameAccessKeys(deps.readNames, [
      describeQuarantined(record, await quarantineRules(deps)),
    ]);
    return { statusCode: 200, body };
  }
  const queue = deps.queues[name.place];
  const taken = await takeDeadLetter({ queue, clock: deps.clock }, name.messageId);
  if (taken.kind !== 'taken') throw absent(taken.kind);
  const { letter, depth } = taken;
  await queue.release([letter]);
  return { statusCode: 200, body: await describeDeadLetter(name.place, letter, depth.keptMs, true) };
}

type RetryFailedMessageDeps = SettleDeps & LogDeps & QuarantineRulesDeps;

/** `POST /v1/failed-messages/{id}/retry`. */
export async function retryFailedMessage(
  deps: RetryFailedMessageDeps,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const { id, name } = messageOf(request);
  const outcome = await retry(deps, name);
  if (outcome.kind === 'refused') {
    throw new ProblemError('not_recordable', {
      detail: 'It was not sent again, because it would fail in the same way. It stays where it is.',
      errors: outcome.refusal.slice(0, MAX_PROBLEMS_PER_DOCUMENT),
    });
  }
  if (outcome.kind !== 'resent') throw absent(outcome.kind);
  deps.telemetry.logger.info('A failed message was sent again.', { failedMessageId: id });
  const body: RetryResponse = { id, queue: name.place === 'quarantine' ? 'live' : name.place };
  return { statusCode: 202, body };
}

type DeleteFailedMessageDeps = SettleDeps & LogDeps;

/** `DELETE /v1/failed-messages/{id}`. */
export async function deleteFailedMessage(
  deps: DeleteFailedMessageDeps,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const { id, name } = messageOf(request);
  if (name.place === 'quarantine') {
    const record = await findQuarantined(deps, name);
    if (!record) throw absent('not_found');
    await deps.store.deleteQuarantined(record);
  } else {
    const queue = deps.queues[name.place];
    const outcome = await deleteDeadLetter({ queue, clock: deps.clock }, name.messageId);
    if (outcome.kind !== 'deleted') throw absent(outcome.kind);
  }
  deps.telemetry.logger.info('A failed message was deleted.', { failedMessageId: id });
  return { statusCode: 204, body: undefined };
}

async function retry(
  deps: RetryFailedMessageDeps,
  name: FailedMessageName,
): Promise<RetryOutcome<readonly Problem[]>> {
  const { queues, store, clock } = deps;
  if (name.place === 'quarantine') {
    const rules = await quarantineRules(deps);
    return retryQuarantined({ store, clock, queue: queues.live }, name, (record) =>
      prepareQuarantined(record, rules),
    );
  }
  const prepare = name.place === 'notifications' ? prepareNotification : prepareUsage;
  return retryDeadLetter({ queue: queues[name.place], clock }, name.messageId, async (letter) =>
    prepare(letter),
  );
}

function messageOf({ event }: HttpRequest): { readonly id: string; readonly name: FailedMessageName } {
  const id = event.pathParameters?.['id'] ?? '';
  const name = decodeFailedMessageId(id);
  if (!name) throw absent('not_found');
  return { id, name };
}

function absent(kind: 'not_found' | 'busy'): ProblemError {
  return kind === 'busy'
    ? new ProblemError('failed_message_busy', {
        detail:
          'It was not found, but other requests hold some of the messages right now. Try again in a minute.',
      })
    : new ProblemError('failed_message_not_found', {
        detail: 'No failed message has this id: it was sent again or deleted, or has expired.',
      });
}
