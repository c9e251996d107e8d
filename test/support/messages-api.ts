import type { AnswerStyle } from '../../scripts/local/messages-api/answer.ts';
import {
  type MessagesApi,
  startMessagesApi as start,
} from '../../scripts/local/messages-api/messages-api.ts';

export type { CallMode } from '../../scripts/local/messages-api/answer.ts';
export type { MessagesApi };

export const USAGE = {
  input_tokens: 27,
  cache_creation_input_tokens: 400,
  cache_read_input_tokens: 3000,
  cache_creation: { ephemeral_5m_input_tokens: 150, ephemeral_1h_input_tokens: 250 },
  service_tier: 'standard',
};

/** The stand-in of the Messages API whose request ids count, and whose answers hold secrets. */
export function startMessagesApi(
  options: Pick<AnswerStyle, 'deltas' | 'deltaMs'> = {},
): Promise<MessagesApi> {
  return start({ ...options, usage: USAGE, answer: 'a secret answer', word: 'a secret word ' });
}
