import { beforeAll, describe, expect, it } from '@jest/globals';
import { createQueryClient, LedgerProblem, type QueryClient, wholeNumber } from '@token-ledger/client/query';
import { type LoadedMonth, loadDemo } from '../../../scripts/demo/load-demo.ts';
import { deployedProduct } from '../support/deployed-product.ts';

const CALLS = 400;
const DAYS_BEFORE = 31;

/** What `npm start -- --demo` loads, and what the typed client of the library answers about it. */
export function describeDemo(): void {
  describe('the month of the demo', () => {
    const nowMs = Date.now();
    const from = new Date(nowMs - DAYS_BEFORE * 86_400_000).toISOString();
    let ledger: QueryClient;
    let month: LoadedMonth;

    beforeAll(async () => {
      const deployment = await deployedProduct();
      ledger = createQueryClient({ endpoint: deployment.apiUrl, accessKey: deployment.accessKey });
      month = await loadDemo(deployment, { nowMs, calls: CALLS }, () => undefined);
    }, 180_000);

    it('is counted to the last token, for each team and each person of it', async () => {
      for (const [team, accessKeyId] of month.accessKeyIds) {
        const calls = month.calls.filter((call) => call.team.name === team);
        const users = Map.groupBy(calls, ({ record }) => record.userId ?? '-');
        const counted = new Map<string, object>();
        const query = { dimension: 'user', period: 'month', from, limit: 2 } as const;
        for (const userId of users.keys())
          counted.set(
            userId,
            await sumOf(ledger.items('/v1/statistics', { query: { ...query, id: userId, accessKeyId } })),
          );
        const expected = [...users].map(([userId, made]) => [userId, sumOfCalls(made)] as const);
        expect(counted).toEqual(new Map(expected));
      }
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
        query: { accessKeyId, from, limit: 50 },
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

const NOTHING = {
  requests: 0n,
  errors: 0n,
  input: 0n,
  output: 0n,
  cacheCreation5m: 0n,
  cacheCreation1h: 0n,
  cacheRead: 0n,
};
type Sum = typeof NOTHING;

async function sumOf(
  rows: AsyncIterable<{
    readonly requests: number | string;
    readonly errors: number | string;
    readonly tokens: Readonly<Record<string, number | string>>;
  }>,
): Promise<Sum> {
  let sum = NOTHING;
  for await (const { requests, errors, tokens } of rows) sum = plus(sum, { ...tokens, requests, errors });
  return sum;
}

function sumOfCalls(calls: LoadedMonth['calls']): Sum {
  return calls.reduce((sum, { record: { status, usage } }) => {
    const cache = usage?.['cache_creation'] as Readonly<Record<string, number>> | undefined;
    return plus(sum, {
      requests: 1,
      errors: status === 'error' ? 1 : 0,
      input: usage?.input_tokens ?? 0,
      output: usage?.output_tokens ?? 0,
      cacheCreation5m: cache?.['ephemeral_5m_input_tokens'] ?? 0,
      cacheCreation1h: cache?.['ephemeral_1h_input_tokens'] ?? 0,
      cacheRead: usage?.cache_read_input_tokens ?? 0,
    });
  }, NOTHING);
}

function plus(sum: Sum, added: Readonly<Record<string, number | string>>): Sum {
  const names = Object.keys(NOTHING) as (keyof Sum)[];
  return Object.fromEntries(names.map((name) => [name, sum[name] + wholeNumber(added[name] ?? 0)])) as Sum;
}
