import Anthropic from '@anthropic-ai/sdk';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordResponse } from '@token-ledger/contract';
import type { GatewayServer } from '@token-ledger/gateway/server';
import { startGateway } from '../../../scripts/local/gateway.ts';
import { invoke } from '../../../scripts/local/roll-up.ts';
import { type MessagesApi, startMessagesApi } from '../../support/messages-api.ts';
import { waitFor } from '../../support/wait-for.ts';
import { call, usageOf, waitForUsage } from '../support/api.ts';
import { deployedProduct } from '../support/deployed-product.ts';
import { newUser } from '../support/records.ts';

const ASK = {
  model: 'claude-opus-5-5',
  max_tokens: 10,
  messages: [{ role: 'user' as const, content: 'a secret question' }],
};

/** The gateway of `npm start` in front of a stand-in of the Messages API, with the deployed ledger behind it. */
export function describeGateway(): void {
  describe('a call through the gateway', () => {
    let api: MessagesApi;
    let gateway: GatewayServer;

    beforeAll(async () => {
      api = await startMessagesApi();
      const deployment = await deployedProduct();
      gateway = await startGateway({ deployment, upstream: new URL(api.url), anthropicKey: 'sk-ant-x' });
    });
    afterAll(async () => {
      await gateway.stop();
      await api.close();
    });

    const client = async (userId: string) => {
      const { accessKey } = await deployedProduct();
      const defaultHeaders = { 'x-token-ledger-user': userId, 'x-token-ledger-feature': 'gateway' };
      const options = { baseURL: gateway.url, maxRetries: 2, logLevel: 'off' } as const;
      return new Anthropic({ ...options, apiKey: accessKey, defaultHeaders });
    };

    it('is in the ledger once, under its own request id, with its user and feature', async () => {
      const user = newUser();
      const anthropic = await client(user);
      const message = await anthropic.messages.create(ASK);
      for await (const _ of await anthropic.messages.create({ ...ASK, stream: true }));
      await waitForUsage(user, 2);
      expect(await usageOf(user)).toMatchObject({ requests: 2n, input: 54n });
      const { body } = await call<RecordResponse>('GET', `/v1/records/${message._request_id}`);
      expect(body).toMatchObject({ userId: user, feature: 'gateway', source: 'gateway', status: 'ok' });
    });

    it('is refused once its user has spent a budget, without reaching the API', async () => {
      const user = newUser();
      const scope = { dimension: 'user', id: user };
      const budget = { name: user, scope, period: 'monthly', unit: 'tokens', amount: '1', thresholds: [100] };
      expect(await call('POST', '/v1/budgets', budget)).toMatchObject({ status: 201 });
      const anthropic = await client(user);
      await anthropic.messages.create(ASK);
      await waitForUsage(user, 1);
      await invoke(new LambdaClient(), 'evaluate-budgets');
      const refused = await waitFor('the budget to be enforced', async () => {
        const before = api.requests();
        const error: unknown = await anthropic.messages.create(ASK).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        return error === undefined ? undefined : { error, requests: api.requests() - before };
      });
      expect(refused).toMatchObject({ error: { status: 429, type: 'rate_limit_error' }, requests: 0 });
    });
  });
}
