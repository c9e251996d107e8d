/*
 * Captures calls of Anthropic's SDK. TOKEN_LEDGER_URL and TOKEN_LEDGER_KEY name the ledger.
 *
 *   node examples/typescript/capture.ts
 */
import Anthropic from '@anthropic-ai/sdk';
import { createLedger, tokenLedger, withUsageContext } from '@token-ledger/client';

const ledger = createLedger();
const anthropic = new Anthropic({ middleware: [tokenLedger({ ledger })] });

const question = {
  model: 'claude-sonnet-5-5',
  max_tokens: 1024,
  messages: [{ role: 'user' as const, content: 'Why is the sky blue?' }],
};

// Every call made inside counts for this user and this feature.
await withUsageContext({ userId: 'u_42', feature: 'chat' }, async () => {
  const message = await anthropic.messages.create(question);
  console.log(message.usage.output_tokens, 'output tokens');

  const stream = anthropic.messages.stream(question);
  for await (const event of stream)
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')
      process.stdout.write(event.delta.text);
  console.log();
});

// Reports what is left. Without it, Node.js does so when it has nothing else to do.
await ledger.close();
