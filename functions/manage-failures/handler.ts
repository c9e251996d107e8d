import { type FailedMessageQueue, ROUTES, routeKey } from '@token-ledger/contract';
import type {
  AdmissionLimits,
  Clock,
  DeadLetterQueue,
  QuarantineStore,
  ReadNames,
  Retention,
} from '@token-ledger/core';
import { type HttpRequest, httpHandler } from '../shared/http/http-handler.ts';
import { type AuditDeps, withAuditTrail } from '../shared/http/with-audit-trail.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { listFailedMessages } from './list-failed-messages.ts';
import { deleteFailedMessage, getFailedMessage, retryFailedMessage } from './settle-failed-message.ts';

export interface ManageFailuresDeps {
  readonly queues: Readonly<Record<FailedMessageQueue, DeadLetterQueue>>;
  readonly store: QuarantineStore;
  readonly retention: () => Retention;
  readonly limits: AdmissionLimits;
  /** The secret that signs cursors. */
  readonly signingKey: () => Promise<Uint8Array>;
  readonly clock: Clock;
  readonly readNames: ReadNames;
  readonly audit: AuditDeps;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: ManageFailuresDeps) {
  const operate = async ({ event }: HttpRequest) => {
    const id = event.pathParameters?.['id'] ?? '';
    switch (event.routeKey) {
      case routeKey(ROUTES.listFailedMessages):
        return listFailedMessages(deps, event);
      case routeKey(ROUTES.getFailedMessage):
        return getFailedMessage(deps, id);
      case routeKey(ROUTES.retryFailedMessage):
        return retryFailedMessage(deps, id);
      case routeKey(ROUTES.deleteFailedMessage):
        return deleteFailedMessage(deps, id);
      default:
        throw new Error(`The route ${event.routeKey} leads to a function that does not serve it.`);
    }
  };
  return httpHandler(deps.telemetry, withAuditTrail(deps.audit, deps.telemetry.logger, operate));
}
