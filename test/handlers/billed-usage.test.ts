import { describe, expect, it } from '@jest/globals';
import type { UsageRecord } from '@token-ledger/core';
import { own, setUp } from '../support/accepted-usage.ts';
import { BudgetedLedger, newBudget } from '../support/budgets.ts';
import { queryHandlers } from '../support/query-handlers.ts';
import { NOON } from '../support/records.ts';

const DAY = { from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z' };

/** A prompt that was compacted first: 24,000 tokens by the response's own counters, 183,500 more by its iterations. */
const COMPACTED = {
  requestId: 'cmp',
  model: 'claude-opus-5-5',
  usage: {
    input_tokens: 23_000,
    output_tokens: 1_000,
    iterations: [
      { type: 'compaction', input_tokens: 180_000, output_tokens: 3_500 },
      { type: 'message', input_tokens: 23_000, output_tokens: 1_000 },
    ],
  },
};

const ADVISED = {
  requestId: 'adv',
  model: 'claude-opus-5-5',
  usage: {
    input_tokens: 1_000,
    output_tokens: 100,
    iterations: [
      { type: 'advisor_message', model: 'claude-fable-5-2', input_tokens: 700, output_tokens: 30 },
      { type: 'message', model: 'claude-opus-5-5', input_tokens: 1_000, output_tokens: 100 },
    ],
  },
};

const CREDITED = {
  requestId: 'fc',
  model: 'claude-opus-5-5',
  usage: {
    input_tokens: 10,
    output_tokens: 100,
    cache_creation_input_tokens: 100_000,
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 100_000, ephemeral_1h_input_tokens: 0 },
    fallback_credit: { status: { type: 'redeemed' } },
  },
};

describe('usage that the counters of a response leave out', () => {
  it('is counted and priced, the request once', async () => {
    const { get } = await answersAbout(COMPACTED);
    const { body } = await get('/v1/statistics', { ...DAY, dimension: 'access_key' });
    expect(body.rows).toMatchObject([
      {
        requests: 1,
        tokens: { input: 203_000, output: 4_500, total: 207_500, reported: 24_000 },
        cost: { usd: '0.902', listUsd: '0.902', unpricedRequests: 0, uncertainRequests: 0 },
        averageTokensPerRequest: 207_500,
      },
    ]);
  });

  it('is shown beside what was reported in the record, and only where they differ', async () => {
    const plain = { requestId: 'plain', model: 'claude-opus-5-5', usage: { input_tokens: 1 } };
    const { get } = await answersAbout(COMPACTED, plain);
    const { body } = await get('/v1/records', { ...DAY, order: 'oldest' });
    expect(body.records).toMatchObject([
      {
        requestId: 'cmp',
        tokens: { input: 203_000, output: 4_500, total: 207_500, effective: 207_500 },
        reportedTokens: { input: 23_000, output: 1_000, total: 24_000, effective: 24_000 },
        cost: { usd: '0.902', unpriced: [], uncertain: false },
      },
      { requestId: 'plain', tokens: { total: 1 } },
    ]);
    expect(body.records[1]).not.toHaveProperty('reportedTokens');
  });

  it('finds a record by the size of what is billed', async () => {
    const { get } = await answersAbout(COMPACTED);
    const found = async (query: Record<string, string>) =>
      (await get('/v1/records', { ...DAY, ...query })).body.records.length;
    expect(await found({ minTokens: '207500', maxTokens: '207500' })).toBe(1);
    expect(await found({ minTokens: '207501' })).toBe(0);
    expect(await found({ maxTokens: '207499' })).toBe(0);
  });

  it.each([false, true])(
    'is under the model that did the work in every answer (rolled up: %p)',
    async (isRolledUp) => {
      const { get, rollUpAll, clock } = await answersAbout(ADVISED);
      if (isRolledUp) {
        clock.nowMs += 24 * 3_600_000;
        await rollUpAll();
      }
      // 700 * 8,000 + 30 * 40,000
      const advice = { requests: 0, tokens: { total: 730, reported: 0 }, cost: { usd: '0.0068' } };
      const models = { models: 'claude-fable-5-2' };
      for (const query of [{}, { dimension: 'user' }, { dimension: 'user', id: 'u_own' }]) {
        const { body } = await get('/v1/statistics', { ...DAY, ...models, ...query });
        expect(body.rows).toMatchObject([advice]);
      }
      const pair = { accessKeyId: 'ak_own', userId: 'u_own', ...DAY };
      expect((await get('/v1/statistics', { ...pair, ...models })).body.rows).toMatchObject([advice]);
      expect((await get('/v1/statistics', { ...pair, models: 'claude-haiku-4-5' })).body.rows).toEqual([]);

      const { consumers, totals } = (await get('/v1/top-consumers', { ...DAY, dimension: 'model' })).body;
      expect(consumers).toMatchObject([
        { id: 'claude-opus-5-5', requests: 1, tokens: { total: 1_100, reported: 1_100 } },
        { id: 'claude-fable-5-2', averageTokensPerRequest: null, ...advice },
      ]);
      expect(totals).toMatchObject({ requests: 1, tokens: { total: 1_830, reported: 1_100 } });
      const users = await get('/v1/top-consumers', { ...DAY, dimension: 'user', ...models });
      expect(users.body.consumers).toMatchObject([{ id: 'u_own', ...advice }]);

      const overview = (await get('/v1/overview', DAY)).body;
      expect(overview.models).toMatchObject({ count: 2, top: [{ id: 'claude-opus-5-5' }, advice] });
      const trends = (await get('/v1/trends', { ...DAY, ...models })).body;
      expect(trends.points[12]).toMatchObject(advice);
      // Records are found by their own model.
      expect((await get('/v1/records', { ...DAY, ...models })).body.records).toEqual([]);
    },
  );

  it('is spent from budgets in tokens and in dollars', async () => {
    const [record] = await recorded(COMPACTED);
    expect(await firedBy(record as UsageRecord, 'tokens', 207_500n)).toEqual(['100% of revision 1']);
    expect(await firedBy(record as UsageRecord, 'tokens', 207_501n)).toEqual([]);
    expect(await firedBy(record as UsageRecord, 'USD', 902_000_000n)).toEqual(['100% of revision 1']);
  });
});

describe('a fallback credit', () => {
  it('is kept with its record, which then costs less and is uncertain', async () => {
    const { get } = await answersAbout(CREDITED);
    const { body } = await get('/v1/records', DAY);
    expect(body.records).toMatchObject([
      { fallbackCredit: 'redeemed', cost: { usd: '0.02204', unpriced: [], uncertain: true } },
    ]);
  });
});

describe('a call that another organization pays for', () => {
  const foreign = { ...ADVISED, billedTo: 'user_profile' };

  it('counts its request and tokens, and costs nothing', async () => {
    const { get } = await answersAbout(foreign);
    const free = { usd: '0', listUsd: '0' };
    const { body } = await get('/v1/statistics', DAY);
    expect(body.rows).toMatchObject([
      {
        requests: 1,
        tokens: { total: 1_830 },
        cost: { ...free, unpricedRequests: 0, uncertainRequests: 0, billedElsewhereRequests: 1 },
      },
    ]);
    const { records } = (await get('/v1/records', DAY)).body;
    expect(records).toMatchObject([
      { billedTo: 'user_profile', cost: { ...free, unpriced: [], uncertain: false } },
    ]);
  });

  it('is spent from budgets in tokens, not in dollars', async () => {
    const [record] = await recorded(foreign);
    expect(await firedBy(record as UsageRecord, 'tokens', 1_830n)).toEqual(['100% of revision 1']);
    expect(await firedBy(record as UsageRecord, 'USD', 1n)).toEqual([]);
  });

  it('is one of the own organization where the record says so', async () => {
    const [own] = await recorded({ ...ADVISED, billedTo: 'organization' });
    expect(own).not.toHaveProperty('billedTo');
  });
});

describe('the price of a model', () => {
  it.each([
    // A thousand tokens in and out.
    ['claude-fable-5-2', {}, '0.048'],
    ['claude-fable-5-2', { speed: 'fast' }, '0.096'],
    ['claude-opus-4-6[1m]', {}, '0.03'],
    ['claude-opus-4-0', {}, '0.09'],
    ['claude-sonnet-4-0', {}, '0.018'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', {}, '0.0198'],
    ['us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', {}, '0.0216'],
    ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', {}, '0.018'],
    [
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      {},
      '0.0198',
    ],
  ])('%s is found, without doubt', async (model, modifiers, usd) => {
    const usage = { input_tokens: 1_000, output_tokens: 1_000, ...modifiers };
    const { get } = await answersAbout({ requestId: 'r', model, usage });
    expect((await get('/v1/records', DAY)).body.records).toMatchObject([
      { model, cost: { usd, listUsd: usd, unpriced: [], uncertain: false } },
    ]);
  });
});

interface Body {
  readonly requestId: string;
  readonly [field: string]: unknown;
}

/** Bodies of `POST /v1/usage` as they come out of the queue. */
async function recorded(...bodies: readonly Body[]): Promise<UsageRecord[]> {
  const { post, deliver, store } = setUp();
  for (const [index, body] of bodies.entries()) {
    const { statusCode } = await post({ ...body, occurredAt: NOON - 1_000 + index });
    expect(statusCode).toBe(202);
  }
  await deliver();
  const records = await Promise.all(bodies.map(({ requestId }) => store.getRecord(own(requestId))));
  return records.map((record) => {
    if (!record) throw new Error('A record was not accepted.');
    return { ...record, occurredAtMs: record.occurredAtMs + 1_000 };
  });
}

async function answersAbout(...bodies: readonly Body[]) {
  return queryHandlers(await recorded(...bodies));
}

async function firedBy(record: UsageRecord, unit: 'USD' | 'tokens', amount: bigint) {
  const ledger = new BudgetedLedger();
  await ledger.budgets.createBudget(newBudget({ unit, amount, thresholds: [100] }));
  await ledger.record(record);
  await ledger.evaluate();
  return ledger.fired('202611');
}
