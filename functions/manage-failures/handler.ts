import { handlerOf } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { listFailedMessages } from './list-failed-messages.ts';
import { deleteFailedMessage, getFailedMessage, retryFailedMessage } from './settle-failed-message.ts';

export const createHandler = handlerOf(SERVICES.manageFailures, {
  listFailedMessages,
  getFailedMessage,
  retryFailedMessage,
  deleteFailedMessage,
});
