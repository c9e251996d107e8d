import { failedMessagesQuery } from '../../failed-messages.ts';
import {
  failedMessageResponse,
  failedMessagesResponse,
  retryResponse,
} from '../../failed-messages-response.ts';
import { ok, tagged } from '../operation.ts';

const MESSAGE = {
  id: 'live.8f7a6c1e-2d3b-4c5d-9e8f-0a1b2c3d4e5f',
  place: 'live',
  reason: 'not_recorded',
  retryable: true,
  receivedAt: '2026-11-20T09:12:44.000Z',
  expiresAt: '2026-12-04T09:12:44.000Z',
  bytes: 412,
  receives: 6,
  records: 2,
  requestIds: ['req_011CXyz', 'req_012'],
  problems: [],
};
const path = { id: { description: 'The id of the message.', example: MESSAGE.id, maxLength: 1100 } };

export const FAILED_MESSAGES_OPERATIONS = tagged('Failed messages', {
  listFailedMessages: {
    summary: 'Failed messages',
    description: 'All dead letters, the oldest first, then quarantined records, the latest day first.',
    query: failedMessagesQuery,
    answer: ok('The failed messages, without any text that could be content.', failedMessagesResponse, {
      asOf: '2026-11-21T12:30:00.000Z',
      complete: true,
      deadLetters: {
        live: { waiting: 1, hidden: 0 },
        bulk: { waiting: 0, hidden: 0 },
        notifications: { waiting: 0, hidden: 0 },
      },
      messages: [MESSAGE],
    }),
  },
  getFailedMessage: {
    summary: 'One failed message',
    path,
    answer: ok('The message with all its problems.', failedMessageResponse, MESSAGE),
    problems: ['failed_message_not_found', 'failed_message_busy'],
  },
  retryFailedMessage: {
    summary: 'Retry a failed message',
    description: 'Sends the message to its queue again. Repeating this counts nothing twice.',
    path,
    answer: {
      status: 202,
      description: 'The message was sent.',
      schema: retryResponse,
      example: { id: MESSAGE.id, queue: 'live' },
    },
    problems: ['failed_message_not_found', 'failed_message_busy', 'not_recordable'],
  },
  deleteFailedMessage: {
    summary: 'Delete a failed message',
    path,
    answer: { status: 204, description: 'The message is deleted.' },
    problems: ['failed_message_not_found', 'failed_message_busy'],
  },
});
