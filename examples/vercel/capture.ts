/*
 * Captures calls of the Vercel AI SDK, whose providers accept a `fetch`.
 *
 *   node examples/vercel/capture.ts
 */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createLedger, ledgerFetch, withUsageContext } from '@token-ledger/client';
import { generateText, streamText } from 'ai';

const ledger = createLedger();
const anthropic = createAnthropic({
  fetch: ledgerFetch(fetch, { ledger, context: { feature: 'assistant' } }),
});
const model = anthropic('claude-sonnet-5-5');

await withUsageContext({ userId: 'u_42' }, async () => {
  const { text } = await generateText({ model, prompt: 'Why is the sky blue?' });
  console.log(text);

  for await (const part of streamText({ model, prompt: 'And at sunset?' }).textStream)
    process.stdout.write(part);
  console.log();
});

await ledger.close();
