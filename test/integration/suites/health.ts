import { describe, expect, it } from '@jest/globals';
import { type HealthResponse, healthResponse, type StatisticsResponse } from '@token-ledger/contract';
import { postRecords, request, waitForUsage } from '../support/api.ts';
import { deployedProduct } from '../support/deployed-product.ts';
import { newUser, record } from '../support/records.ts';

export function describeHealth(): void {
  describe('the health check', () => {
    it('gets an answer from every service it calls', async () => {
      const { accessKey } = await deployedProduct();
      const headers = { authorization: `Bearer ${accessKey}` };
      const { status, body } = await request<HealthResponse>('/v1/health', { headers });
      expect([status, healthResponse.parse(body)]).toEqual([200, body]);
      expect(body.unknown).toEqual([]);
      expect(body.reasons.map(({ code }) => code)).not.toContain('not_reachable');
    });
  });

  describe('a query of one access key and user', () => {
    it('is answered from the records of both', async () => {
      const { accessKey } = await deployedProduct();
      const headers = { authorization: `Bearer ${accessKey}` };
      const user = newUser();
      await postRecords([record(user), record(user), record(newUser())]);
      const { rows } = await waitForUsage(user, 2);
      const { accessKeyId } = record(user);
      const ask = async (key: string) => {
        const from = new Date(Date.now() - 86_400_000).toISOString();
        const query = new URLSearchParams({ userId: user, accessKeyId: key, period: 'hour', from });
        const { body } = await request<StatisticsResponse>(`/v1/statistics?${query.toString()}`, { headers });
        return body.rows.map(({ requests, tokens }) => ({ requests, tokens }));
      };
      expect(await ask(accessKeyId)).toEqual(rows.map(({ requests, tokens }) => ({ requests, tokens })));
      expect(await ask('ak_another')).toEqual([]);
    });
  });
}
