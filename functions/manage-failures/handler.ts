import { type FailedMessageQueue, ROUTES, routeKey } from '@token-ledger/contract';
import type { AdmissionLimits, Clock, DeadLetterQueue, QuarantineStore, Retention } from '@token-ledger/core';
import { httpHandler } from '../http/http-handler.ts';
import type { Telemetry } from '../telemetry.ts';
import { listFailedMessages } from './list-failed-messages.ts';
import { deleteFailedMessage, getFailedMessage, retryFailedMessage } from './settle-failed-message.ts';

export interface ManageFailuresDeps {
  readonly queues: Readonly<Record<FailedMessageQueue, DeadLetterQueue>>;
  readonly store: QuarantineStore;
  readonly retention: () => Retention;
  readonly limits: AdmissionLimits;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: ManageFailuresDeps) {
  return httpHandler(deps.telemetry, async ({ event }) => {
    const id = event.pathParameters?.['id'] ?? '';
    switch (event.routeKey) {
      case routeKey(ROUTES.listFailedMessages):
        return listFailedMessages(deps, event.queryStringParameters ?? {});
      case routeKey(ROUTES.getFailedMessage):
        return getFailedMessage(deps, id);
      case routeKey(ROUTES.retryFailedMessage):
        return retryFailedMessage(deps, id);
      case routeKey(ROUTES.deleteFailedMessage):
        return deleteFailedMessage(deps, id);
      default:
        throw new Error(`The route ${event.routeKey} leads to a function that does not serve it.`);
    }
  });
}
