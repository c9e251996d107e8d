import { serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { listFailedMessages } from './list-failed-messages.ts';
import { deleteFailedMessage, getFailedMessage, retryFailedMessage } from './settle-failed-message.ts';

export const createHandler = serve(SERVICES.manageFailures, {
  listFailedMessages,
  getFailedMessage,
  retryFailedMessage,
  deleteFailedMessage,
});
export type ManageFailuresDeps = Parameters<typeof createHandler>[0];
