import { describe, expect, it } from '@jest/globals';
import { type HealthResponse, healthResponse, type StatisticsResponse } from '@token-ledger/contract';
import { waitFor } from '../../support/wait-for.ts';
import { call, postRecords, waitForUsage, yesterday } from '../support/api.ts';
import { newUser, record } from '../support/records.ts';

export function describeHealth(): void {
  describe('the health check', () => {
    it('gets an answer from every service it calls', async () => {
      // It waits two seconds for a service, which may be too short for a busy machine, and remembers its answer for 15.
      const body = await waitFor('every service to answer in time', async () => {
        const answer = await call<HealthResponse>('GET', '/v1/health');
        expect([answer.status, healthResponse.parse(answer.body)]).toEqual([200, answer.body]);
        return answer.body.reasons.some(({ code }) => code === 'not_reachable') ? undefined : answer.body;
      });
      // The emulator measures nothing, which is not zero.
      expect(body.unknown).toEqual(body.errors === null ? ['errors'] : []);
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
