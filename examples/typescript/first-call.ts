import Anthropic from '@anthropic-ai/sdk';
import { tokenLedger, withUsageContext } from '@token-ledger/client';

const anthropic = new Anthropic({ middleware: [tokenLedger()] });

try {
  const { usage } = await withUsageContext({ userId: 'u_42', feature: 'first-call' }, () =>
    anthropic.messages.create({
      model: 'claude-sonnet-5-5',
      max_tokens: 100,
      messages: [{ role: 'user', content: 'Hello!' }],
    }),
  );
  console.log(usage);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(
    `No message came from ${anthropic.baseURL}: paste the export lines that npm start printed into this terminal, or set ANTHROPIC_API_KEY.`,
  );
  console.error(reason);
  process.exitCode = 1;
}
