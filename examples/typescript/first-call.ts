import Anthropic from '@anthropic-ai/sdk';
import { tokenLedger, withUsageContext } from '@token-ledger/client';

const anthropic = new Anthropic({ middleware: [tokenLedger()] });

const { usage } = await withUsageContext({ userId: 'u_42', feature: 'first-call' }, () =>
  anthropic.messages.create({
    model: 'claude-sonnet-5-5',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Hello!' }],
  }),
);
console.log(usage);
