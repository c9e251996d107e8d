import { describe, expect, it } from '@jest/globals';
import { type HealthResponse, healthResponse, type StatisticsResponse } from '@token-ledger/contract';
import { call, postRecords, waitForUsage, yesterday } from '../support/api.ts';
import { newUser, record } from '../support/records.ts';

export function describeHealth(): void {
  describe('the health check', () => {
    it('gets an answer from every service it calls', async () => {
      const { status, body } = await call<HealthResponse>('GET', '/v1/health');
      expect([status, healthResponse.parse(body)]).toEqual([200, body]);
      // The emulator measures nothing, which is not zero.
      expect(body.unknown).toEqual(body.errors === null ? ['errors'] : []);
      expect(body.reasons.map(({ code }) => code)).not.toContain('not_reachable');
    });
  });

  describe('a query of one access key and user', () => {
    it('is answered from the records of both', async () => {
      const user = newUser();
      await postRecords([record(user), record(user), record(newUser())]);
      const { rows } = await waitForUsage(user, 2);
      const { accessKeyId } = record(user);
      const ask = async (key: string) => {
        const asked = { userId: user, accessKeyId: key, period: 'hour', from: yesterday() };
        const query = new URLSearchParams(asked).toString();
        const { body } = await call<StatisticsResponse>('GET', `/v1/statistics?${query}`);
        return body.rows.map(({ requests, tokens }) => ({ requests, tokens }));
      };
      expect(await ask(accessKeyId)).toEqual(rows.map(({ requests, tokens }) => ({ requests, tokens })));
      expect(await ask('ak_another')).toEqual([]);
    });
  });
}
