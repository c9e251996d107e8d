import { type ServeDeps, serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { type ListFailedMessagesDeps, listFailedMessages } from './list-failed-messages.ts';
import {
  type DeleteFailedMessageDeps,
  deleteFailedMessage,
  type GetFailedMessageDeps,
  getFailedMessage,
  type RetryFailedMessageDeps,
  retryFailedMessage,
} from './settle-failed-message.ts';

export type ManageFailuresDeps = ListFailedMessagesDeps &
  GetFailedMessageDeps &
  RetryFailedMessageDeps &
  DeleteFailedMessageDeps &
  ServeDeps<typeof SERVICES.manageFailures>;

export function createHandler(deps: ManageFailuresDeps) {
  return serve(SERVICES.manageFailures, deps, {
    listFailedMessages,
    getFailedMessage,
    retryFailedMessage,
    deleteFailedMessage,
  });
}
