import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createQueryClient } from '@token-ledger/client/query';
import { startLocalMessagesApi } from '../../../scripts/local/messages-api/local-messages-api.ts';
import type { MessagesApi } from '../../../scripts/local/messages-api/messages-api.ts';
import { REPOSITORY } from '../../../scripts/local/state.ts';
import { waitFor } from '../../support/wait-for.ts';
import { deployedProduct } from '../support/deployed-product.ts';

/** What the README has a newcomer do: the real SDK, the stand-in of the Messages API, and the ledger. */
export function describeFirstCall(): void {
  describe('the first call of a newcomer', () => {
    let messagesApi: MessagesApi;
    beforeAll(async () => {
      messagesApi = await startLocalMessagesApi();
    });
    afterAll(() => messagesApi.close());

    it('is captured with its names, its usage and its cost', async () => {
      const { apiUrl, accessKey } = await deployedProduct();
      const program = join(REPOSITORY, 'examples', 'typescript', 'first-call.ts');
      const env = {
        ...process.env,
        TOKEN_LEDGER_URL: apiUrl,
        TOKEN_LEDGER_KEY: accessKey,
        ANTHROPIC_BASE_URL: messagesApi.url,
        ANTHROPIC_API_KEY: 'local',
      };
      const { stdout } = await promisify(execFile)(process.execPath, [program], { env });
      expect(stdout).toContain('cache_read_input_tokens: 3000');

      const ledger = createQueryClient({ endpoint: apiUrl, accessKey });
      const [[requestId, { messageId: otherName }] = ['', { messageId: '' }]] = messagesApi.billed;
      const record = await waitFor('the call to be recorded', async () => {
        const query = { features: ['first-call'], from: new Date(Date.now() - 3_600_000).toISOString() };
        const { records } = await ledger.get('/v1/records', { query });
        return records[0];
      });
      expect(record).toMatchObject({
        requestId,
        otherName,
        userId: 'u_42',
        model: 'claude-sonnet-5-5',
        tokens: { input: 27, output: 7, cacheRead: 3000 },
        cost: { usd: '0.000424' },
      });
    });
  });
}
