import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RegisteredMonth } from '@token-ledger/cli/demo';
import { createQueryClient, LedgerProblem, type QueryClient, wholeNumber } from '@token-ledger/client/query';
import { loadDemo } from '../../../scripts/demo/load-demo.ts';
import { countedOf, expectedOf } from '../../support/demo-sums.ts';
import { deployedProduct } from '../support/deployed-product.ts';

const CALLS = 400;
const DAYS_BEFORE = 31;

/** What `npm start -- --demo` loads, and what the typed client of the library answers about it. */
export function describeDemo(): void {
  describe('the month of the demo', () => {
    const nowMs = Date.now();
    const from = new Date(nowMs - DAYS_BEFORE * 86_400_000).toISOString();
    let ledger: QueryClient;
    let month: RegisteredMonth;

    beforeAll(async () => {
      const deployment = await deployedProduct();
      ledger = createQueryClient({ endpoint: deployment.apiUrl, accessKey: deployment.accessKey });
      // Without the member, whom the tests of the console have usage of as well.
      month = await loadDemo({ ...deployment, people: [] }, { nowMs, calls: CALLS }, () => undefined);
    });

    it('is counted to the last token, for each team and each person', async () => {
      const query = { period: 'day', from, limit: 10 } as const;
      const byUser = expectedOf(month.calls, ({ record }) => record.userId);
      expect(await countedOf(ledger, { ...query, dimension: 'user' }, byUser.keys())).toEqual(byUser);
      const byKey = expectedOf(month.calls, ({ team }) => month.accessKeyIds.get(team.name));
      expect(await countedOf(ledger, { ...query, dimension: 'access_key' }, byKey.keys())).toEqual(byKey);
    });

    it('shows the names of the teams, and their costs', async () => {
      const { consumers } = await ledger.get('/v1/top-consumers', {
        query: { dimension: 'access_key', sort: 'cost', from },
      });
      for (const [team, id] of month.accessKeyIds)
        expect(consumers).toContainEqual(expect.objectContaining({ id, name: team }));
      const costs = consumers.map(({ cost }) => cost);
      expect(costs.filter(({ unpricedRequests }) => wholeNumber(unpricedRequests) > 0n)).toEqual([]);
    });

    it('is there record by record, page after page', async () => {
      const [[team, accessKeyId] = ['', '']] = month.accessKeyIds;
      const ids: string[] = [];
      for await (const { requestId } of ledger.items('/v1/records', {
        query: { accessKeyId, from, limit: 100 },
      }))
        ids.push(requestId);
      const calls = month.calls.filter((call) => call.team.name === team);
      expect(ids.toSorted()).toEqual(calls.map(({ record }) => record.requestId).toSorted());
      expect(ids.length).toBeGreaterThan(100);
    });

    it('answers a wrong question with a typed problem', async () => {
      const wrong = ledger.get('/v1/trends', { query: { from: 'yesterday' } });
      await expect(wrong).rejects.toThrow(LedgerProblem);
      await expect(wrong).rejects.toMatchObject({
        code: 'invalid_request',
        status: 400,
        requestId: expect.any(String),
        errors: [{ path: '/from', code: 'invalid_format' }],
      });
    });
  });
}
