import { beforeAll, describe, expect, it } from '@jest/globals';
import { createQueryClient, LedgerProblem, type QueryClient } from '@token-ledger/client/query';
import { ROUTES } from '@token-ledger/contract';
import { NOON, usageRecord } from '../../support/records.ts';
import { servedApi } from '../../support/served-api.ts';
import { API_REQUEST, API_RESOURCE, API_SPAN, CLAUDE_CODE, jsonRequest } from '../../support/telemetry.ts';

const DAY = { from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z' };
const YESTERDAY = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };
const USAGE = { input_tokens: 1000, output_tokens: 500 };
const WIRE_RECORD = { requestId: 'req_9', accessKeyId: 'ak_1', model: 'claude-haiku-5-5', usage: USAGE };

/** One administrator's day: every route once or more, through the functions and the typed client. */
describe('the typed client with the functions of the whole API', () => {
  let api: ReturnType<typeof servedApi>;
  let ledger: QueryClient;

  beforeAll(() => {
    api = servedApi();
    const endpoint = 'http://ledger.test/stage/';
    ledger = createQueryClient({ endpoint, accessKey: 'tl_ak_test', fetch: api.fetch, maxRetries: 0 });
  });

  it('reports usage and queries it', async () => {
    const records = ['u_1', 'u_2', 'u_3'].map((userId, index) => ({
      requestId: `req_${index}`,
      userId,
      model: 'claude-sonnet-5-5',
      feature: 'chat',
      usage: USAGE,
    }));
    const header = { 'Idempotency-Key': 'first' };
    expect((await ledger.post('/v1/usage', { body: { records }, header })).accepted).toBe(3);

    const { rows } = await ledger.get('/v1/statistics', { query: { ...DAY, dimension: 'user' } });
    expect(rows.map(({ id, tokens, cost }) => [id, tokens.total, cost.usd])).toEqual([
      ['u_1', 1500, '0.007'],
      ['u_2', 1500, '0.007'],
      ['u_3', 1500, '0.007'],
    ]);
    const { points } = await ledger.get('/v1/trends', {
      query: { ...DAY, models: ['claude-sonnet-5-5', 'b'] },
    });
    expect(points[12]?.requests).toBe(3);
    const { consumers } = await ledger.get('/v1/top-consumers', { query: { ...DAY, features: ['a', 'b'] } });
    expect(consumers).toEqual([]);
    const { totals } = await ledger.get('/v1/overview', { query: DAY });
    expect(totals.requests).toBe(3);
    const found = await ledger.get('/v1/records/{requestId}', {
      path: { requestId: 'req_1' },
      query: { accessKeyId: 'ak_caller' },
    });
    expect(found.userId).toBe('u_2');
  });

  it('reports what OpenTelemetry says', async () => {
    const logs = jsonRequest('logs', { resource: CLAUDE_CODE, entries: [API_REQUEST] });
    const traces = jsonRequest('traces', { resource: API_RESOURCE, name: 'chat', entries: [API_SPAN] });
    expect(await ledger.post('/v1/logs', { body: logs })).toEqual({});
    expect(await ledger.post('/v1/traces', { body: traces })).toEqual({});
    expect(await ledger.post('/v1/metrics', { body: { resourceMetrics: [] } })).toEqual({});
    const sources = api.queue.sent('live').map((body) => JSON.parse(body).records[0].source);
    expect(sources).toEqual(['claude_code', 'anthropic_span']);
  });

  it('follows the pages, one by one or item by item', async () => {
    await api.record(...[1, 2, 3].map((n) => usageRecord({ requestId: `old_${n}`, occurredAtMs: NOON - n })));
    const seen: string[] = [];
    for await (const { requestId } of ledger.items('/v1/records', { query: { ...DAY, limit: 2 } }))
      seen.push(requestId);
    expect(seen.toSorted()).toEqual(['old_1', 'old_2', 'old_3', 'req_0', 'req_1', 'req_2']);
    const { held } = await ledger.post('/v1/records/lookup', { body: { names: ['old_1', 'old_9'] } });
    expect(held.map(({ name }) => name)).toEqual(['old_1']);
    const sizes: number[] = [];
    const query = { ...DAY, dimension: 'user', limit: 2 } as const;
    for await (const { rows } of ledger.pages('/v1/statistics', { query })) sizes.push(rows.length);
    expect(sizes).toEqual([2, 1]);
  });

  it('watches and repairs', async () => {
    expect((await ledger.get('/v1/health')).reasons).toBeDefined();
    expect((await ledger.get('/v1/quality', { query: YESTERDAY })).range).toBeDefined();
    expect(await all(ledger.items('/v1/conflicts', { query: DAY }))).toEqual([]);
    expect((await ledger.get('/v1/aggregations')).pending).toBeDefined();
    expect(await ledger.post('/v1/aggregations', { body: YESTERDAY })).toBeDefined();
    const { id } = await ledger.post('/v1/rebuilds', { body: YESTERDAY });
    expect((await ledger.get('/v1/rebuilds/{id}', { path: { id } })).id).toBe(id);

    for (let n = 0; n < 3; n += 1) api.deadLetters.live.add(JSON.stringify({ v: 1, records: [WIRE_RECORD] }));
    const messages = await all(ledger.items('/v1/failed-messages', { query: { limit: 2 } }));
    const [first, second] = messages.map((message) => ({ path: { id: message.id } }));
    if (!first || !second) throw new Error('No message failed.');
    expect((await ledger.get('/v1/failed-messages/{id}', first)).place).toBe('live');
    expect(await ledger.post('/v1/failed-messages/{id}/retry', first)).toBeDefined();
    expect(await ledger.delete('/v1/failed-messages/{id}', second)).toBeUndefined();
  });

  it('sets prices and budgets', async () => {
    const { revision } = await ledger.get('/v1/prices');
    const overrides = [{ model: '*', discountBasisPoints: 1000 }];
    const prices = await ledger.put('/v1/prices', { body: { overrides, expectedRevision: revision } });
    expect(prices.overrides).toMatchObject(overrides);

    const scope = { dimension: 'all' } as const;
    const thresholds = [50, 100];
    const body = {
      name: 'Search',
      scope,
      period: 'monthly',
      unit: 'USD',
      amount: '250',
      thresholds,
    } as const;
    const { id } = await ledger.post('/v1/budgets', { body });
    const path = { id };
    expect((await ledger.get('/v1/budgets')).budgets.map(({ name }) => name)).toEqual(['Search']);
    const changed = await ledger.put('/v1/budgets/{id}', { path, body: { ...body, amount: '300' } });
    expect(changed.amount).toBe('300');
    expect((await ledger.get('/v1/budgets/{id}', { path })).amount).toBe('300');
    expect(await ledger.delete('/v1/budgets/{id}', { path })).toBeUndefined();
    expect(await codeOf(ledger.get('/v1/budgets/{id}', { path }))).toBe('budget_not_found');
  });

  it('administers access keys and users', async () => {
    const create = { name: 'search', scopes: ['ingest'] } as const;
    const { id } = await ledger.post('/v1/access-keys', { body: create });
    const path = { id };
    const body = { name: 'search', scopes: ['ingest', 'read'], disabled: false } as const;
    expect((await ledger.put('/v1/access-keys/{id}', { path, body })).scopes).toEqual(['ingest', 'read']);
    const rotated = await ledger.post('/v1/access-keys/{id}/rotate', { path, body: { overlapSeconds: 60 } });
    expect(rotated.accessKey).toMatch(/^tl_ak_/);
    expect((await ledger.get('/v1/access-keys/{id}', { path })).name).toBe('search');
    expect((await all(ledger.items('/v1/access-keys'))).map((key) => key.id)).toEqual([id]);

    await ledger.post('/v1/users', { body: { id: 'u/1 %', name: 'Ada' } });
    const query = { id: 'u/1 %' };
    await ledger.put('/v1/users', { query, body: { name: 'Ada L.', disabled: false } });
    expect((await ledger.post('/v1/users/import', { body: 'id,name\nu_2,Bo\nu_3,Cy\n' })).created).toBe(2);
    const user = { path: { id: 'u_2' } };
    await ledger.put('/v1/users/{id}', { ...user, body: { name: 'Bob', disabled: false } });
    expect((await ledger.get('/v1/users/{id}', user)).name).toBe('Bob');
    const users = await all(ledger.items('/v1/users', { query: { limit: 1 } }));
    expect(users.map(({ id, name }) => [id, name])).toEqual([
      ['u/1 %', 'Ada L.'],
      ['u_2', 'Bob'],
      ['u_3', 'Cy'],
    ]);
    const audit = await all(ledger.items('/v1/audit', { query: { ...DAY, limit: 5 } }));
    expect(audit.map(({ operation }) => operation)).toContain('POST /v1/users/import');
  });

  it('exports, and saves reports and runs them', async () => {
    const body = { ...YESTERDAY, format: 'csv' } as const;
    const [one] = [await ledger.post('/v1/exports', { body }), await ledger.post('/v1/exports', { body })];
    const path = { id: one.id };
    expect((await ledger.get('/v1/exports/{id}', { path })).status).toBe('queued');
    expect(await all(ledger.items('/v1/exports', { query: { limit: 1 } }))).toHaveLength(2);
    expect(await ledger.delete('/v1/exports/{id}', { path })).toBeDefined();

    const report = { title: 'Usage', what: ['statistics'], format: 'csv', range: 'yesterday' } as const;
    const { id } = await ledger.post('/v1/reports', { body: report });
    const saved = { path: { id } };
    await ledger.put('/v1/reports/{id}', { ...saved, body: { ...report, title: 'Usage of yesterday' } });
    expect((await ledger.get('/v1/reports/{id}', saved)).title).toBe('Usage of yesterday');
    expect((await ledger.get('/v1/reports')).reports).toHaveLength(1);
    const { id: runId } = await ledger.post('/v1/reports/{id}/runs', saved);
    expect((await all(ledger.items('/v1/reports/{id}/runs', saved))).map((run) => run.id)).toEqual([runId]);
    expect((await ledger.get('/v1/reports/{id}/runs/{runId}', { path: { id, runId } })).id).toBe(runId);
    expect(await ledger.delete('/v1/reports/{id}', saved)).toBeUndefined();
  });

  it('asks who the caller is', async () => {
    const { id, operations } = await ledger.get('/v1/me');
    expect(id).toBe('ak_caller');
    expect(operations).toContain('getRecords');
  });

  it('has used every route', async () => {
    expect((await ledger.get('/v1/openapi.json')).openapi).toBe('3.1.1');
    expect([...new Set(api.requests)].toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  });
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof LedgerProblem ? error.code : error;
}
