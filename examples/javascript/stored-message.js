/*
 * Reports messages that were captured by neither middleware nor `fetch`, such as those of a queue or a file. A message of the
 * SDK has its request id in `_request_id`, which JSON.stringify leaves out: store it beside the message, and give it back.
 *
 *   node examples/javascript/stored-message.js
 */
import Anthropic from '@anthropic-ai/sdk';
import { createLedger } from '@token-ledger/client';

const anthropic = new Anthropic();
const message = await anthropic.messages.create({
  model: 'claude-haiku-5-5',
  max_tokens: 256,
  messages: [{ role: 'user', content: 'Hello!' }],
});
const stored = JSON.stringify({ message, requestId: message._request_id });

const ledger = createLedger();
const { message: read, requestId } = JSON.parse(stored);
ledger.collectMessage({ ...read, _request_id: requestId }, { userId: 'u_42' });
console.log('everything is reported:', await ledger.close());
