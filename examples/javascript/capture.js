/*
 * Captures calls in plain JavaScript through `fetch`, which every version of Anthropic's SDK accepts.
 *
 *   node examples/javascript/capture.js
 */
import Anthropic from '@anthropic-ai/sdk';
import { createLedger, ledgerFetch } from '@token-ledger/client';

const ledger = createLedger({ onError: (error) => console.error(error.code, error.message) });
const context = { feature: 'summary', metadata: { job: 'nightly' } };
const anthropic = new Anthropic({ fetch: ledgerFetch(fetch, { ledger, context }) });

const message = await anthropic.messages.create({
  model: 'claude-haiku-5-5',
  max_tokens: 256,
  messages: [{ role: 'user', content: 'Summarize: the ledger counts every call once.' }],
});
console.log(message.usage.output_tokens, 'output tokens');

await ledger.close();
