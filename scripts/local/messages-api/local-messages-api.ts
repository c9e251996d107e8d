import { randomUUID } from 'node:crypto';
import { type MessagesApi, startMessagesApi } from './messages-api.ts';

/** The stand-in of `npm start`. Its answers look like those of a chat with a cached system prompt. */
export function startLocalMessagesApi(): Promise<MessagesApi> {
  return startMessagesApi({
    usage: {
      input_tokens: 27,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 3000,
      service_tier: 'standard',
    },
    answer: 'Hello from this machine!',
    word: 'Hello ',
    newId: () => randomUUID().replaceAll('-', ''),
  });
}
