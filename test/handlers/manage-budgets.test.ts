import { beforeEach, describe, expect, it } from '@jest/globals';
import { ROUTES, type RouteName } from '@token-ledger/contract';
import type { Scope } from '@token-ledger/core';
import { createHandler } from '../../functions/manage-budgets/handler.ts';
import { answered, pathsOf } from '../support/answered.ts';
import { BudgetedLedger } from '../support/budgets.ts';
import { recordedAudit } from '../support/recorded-audit.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';
import { shownIds } from '../support/shown-ids.ts';

const BUDGET = {
  name: 'Search team',
  scope: { dimension: 'user', id: 'u_1' },
  period: 'monthly',
  unit: 'tokens',
  amount: '16500',
  thresholds: [50, 80, 100],
};
const URL_WITH_KEY = 'https://hooks.example.com/services/T0/key';

describe('budgets over HTTP', () => {
  let ledger: BudgetedLedger;
  let telemetry: RecordingTelemetry;
  let ids: number;
  let secrets: number;

  beforeEach(() => {
    ledger = new BudgetedLedger();
    telemetry = recordingTelemetry();
    ids = 0;
    secrets = 0;
  });

  interface CallOptions {
    readonly id?: string;
    readonly body?: unknown;
    readonly scopes?: readonly Scope[];
    readonly authorizer?: unknown;
  }

  function call(route: RouteName, { id, body, ...caller }: CallOptions = {}) {
    const { method, path } = ROUTES[route];
    const handler = createHandler({
      ledger: ledger.deps,
      store: ledger.budgets,
      shownIdsOf: shownIds().shownIdsOf,
      newId: () => `b${(ids += 1)}`,
      audit: recordedAudit(),
      newWebhookSecret: () => `whsec_${Buffer.alloc(32, (secrets += 1)).toString('base64')}`,
      telemetry,
    });
    const pathParameters = id === undefined ? {} : { id };
    return answered(handler, { method, path, pathParameters, json: body, scopes: ['admin'], ...caller });
  }
  const create = (changes: object = {}) => call('createBudget', { body: { ...BUDGET, ...changes } });
  const get = (id: string, scopes: readonly Scope[] = ['read']) => call('getBudget', { id, scopes });
  const change = (id: string, changes: object = {}) =>
    call('changeBudget', { id, body: { ...BUDGET, ...changes } });

  it('creates one and shows what is spent and left of the whole period', async () => {
    await ledger.use(8, { occurredAtMs: NOON - 86_400_000 });
    const created = await create();
    expect(created).toMatchObject({ statusCode: 201, headers: { location: '/v1/budgets/b1' } });
    expect(created.body).toEqual({
      asOf: '2026-11-21T12:00:00.000Z',
      id: 'b1',
      ...BUDGET,
      createdAt: '2026-11-21T12:00:00.000Z',
      updatedAt: '2026-11-21T12:00:00.000Z',
      current: {
        from: '2026-11-01T00:00:00.000Z',
        to: '2026-12-01T00:00:00.000Z',
        spent: '13200',
        left: '3300',
        usedPercent: 80,
        exact: true,
        alerts: [],
      },
    });
    expect((await get('b1')).body).toEqual(created.body);
  });

  it('shows what fired in the period, and where it was delivered', async () => {
    await create();
    await ledger.use(9);
    await ledger.evaluate();
    const [first] = await ledger.budgets.listAlerts('202611');
    await ledger.budgets.markDelivered(first as NonNullable<typeof first>, 'topic', NOON);
    const alert = { amount: '16500', firedAt: '2026-11-21T12:00:00.000Z' };
    expect((await get('b1')).body.current).toMatchObject({
      spent: '14850',
      left: '1650',
      usedPercent: 90,
      alerts: [
        { id: 'alert_b1_202611_50_1', threshold: 50, ...alert, deliveredTo: ['topic'] },
        { id: 'alert_b1_202611_80_1', threshold: 80, ...alert, deliveredTo: [] },
      ],
    });
  });

  it('counts requests whose cost is missing in the spending', async () => {
    await create({ unit: 'USD', amount: '250.00' });
    await ledger.use(3, { model: 'a model without a price' });
    expect((await get('b1')).body).toMatchObject({
      amount: '250',
      current: { spent: '0', left: '250', usedPercent: 0, unpricedRequests: 3 },
    });
  });

  it('shows by how much a budget is overspent', async () => {
    await create();
    await ledger.use(11);
    expect((await get('b1')).body.current).toMatchObject({ left: '-1650', usedPercent: 110 });
  });

  it('lists all budgets', async () => {
    for (const period of ['daily', 'weekly', 'monthly']) await create({ period });
    const { statusCode, body } = await call('listBudgets', { scopes: ['read'] });
    expect(statusCode).toBe(200);
    expect(body.asOf).toBe('2026-11-21T12:00:00.000Z');
    expect(body.budgets.map(({ id, period }: Record<string, string>) => [id, period])).toEqual([
      ['b1', 'daily'],
      ['b2', 'weekly'],
      ['b3', 'monthly'],
    ]);
  });

  it('replaces the whole budget, by the rules for the middle of a period', async () => {
    await create();
    await ledger.use(9);
    await ledger.evaluate();
    ledger.nowMs += 1000;
    const { statusCode, body } = await change('b1', { name: 'Other', amount: '24750' });
    expect(statusCode).toBe(200);
    expect(body).toMatchObject({
      name: 'Other',
      amount: '24750',
      createdAt: '2026-11-21T12:00:00.000Z',
      updatedAt: '2026-11-21T12:00:01.000Z',
      current: { usedPercent: 60 },
    });
    await ledger.use(4);
    await ledger.evaluate();
    expect(await ledger.fired('202611')).toEqual([
      '50% of revision 1',
      '80% of revision 1',
      '80% of revision 2',
    ]);
  });

  it('deletes a budget', async () => {
    await create();
    expect(await call('deleteBudget', { id: 'b1' })).toMatchObject({ statusCode: 204, body: undefined });
    for (const answer of [await call('deleteBudget', { id: 'b1' }), await get('b1'), await change('b1')]) {
      expect(answer).toMatchObject({ statusCode: 404, body: { code: 'budget_not_found' } });
    }
  });

  it.each(['unknown', '', 'x'.repeat(2000)])('does not know a budget called %j', async (id) => {
    for (const route of ['getBudget', 'changeBudget', 'deleteBudget'] as const) {
      const { statusCode, body } = await call(route, { id, body: BUDGET });
      expect([statusCode, body.code]).toEqual([404, 'budget_not_found']);
    }
  });

  it('refuses an invalid budget, reports every problem and changes nothing', async () => {
    await create();
    const bad = { amount: '0', thresholds: [2, 1], unit: 'USD', period: 'hourly' };
    for (const answer of [await create(bad), await change('b1', bad)]) {
      expect([answer.statusCode, answer.body.code]).toEqual([400, 'invalid_request']);
      expect(pathsOf(answer.body).toSorted()).toEqual(['/amount', '/period', '/thresholds']);
    }
    expect((await create({ name: 'x'.repeat(20_000) })).body.code).toBe('body_too_large');
    expect((await call('listBudgets')).body.budgets).toMatchObject([BUDGET]);
  });

  it('accepts 1,000 budgets, and not one more', async () => {
    await create();
    const budget = await ledger.budgets.getBudget('b1');
    for (let index = 2; index < 1000; index += 1)
      await ledger.budgets.createBudget({ ...(budget as NonNullable<typeof budget>), id: `other ${index}` });
    expect((await create()).statusCode).toBe(201);
    const refused = await create();
    expect([refused.statusCode, refused.body.code]).toEqual([409, 'too_many_budgets']);
    expect(refused.body.detail).toContain('at most 1000 are allowed');
    expect(await ledger.budgets.listBudgets()).toHaveLength(1000);
  });

  it('lets only one of two changes at the same time win', async () => {
    await create();
    const answers = await Promise.all([change('b1', { name: 'a' }), change('b1', { name: 'b' })]);
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 409]));
    expect(answers.find(({ statusCode }) => statusCode === 409)?.body).toMatchObject({
      code: 'budget_changed',
      retryable: true,
    });
  });

  it.each(['createBudget', 'changeBudget', 'deleteBudget'] as const)(
    'refuses %s to who has not the scope',
    async (route) => {
      await create();
      const authorizer = { denial: 'insufficient_scope' };
      expect((await call(route, { id: 'b1', body: BUDGET, authorizer })).statusCode).toBe(403);
      expect((await call('listBudgets')).body.budgets).toHaveLength(1);
    },
  );

  describe('with a webhook', () => {
    const webhook = { url: URL_WITH_KEY };
    const secretOf = async () => (await ledger.budgets.getBudget('b1'))?.webhook?.secret;

    it('shows the secret once, when it is created', async () => {
      const { body } = await create({ webhook });
      expect(body.webhook).toEqual({ url: URL_WITH_KEY, secret: expect.stringMatching(/^whsec_.{44}$/) });
      for (const answer of [
        await get('b1', ['admin']),
        await call('listBudgets'),
        await change('b1', { webhook }),
      ]) {
        expect(JSON.stringify(answer)).not.toContain('whsec_');
      }
      expect(await secretOf()).toBe(body.webhook.secret);
      expect(JSON.stringify(telemetry.lines)).not.toMatch(/whsec_|services/);
    });

    it('keeps the secret for another URL, and creates another on request or if there was none', async () => {
      const { body } = await create({ webhook });
      const moved = await change('b1', { webhook: { url: 'https://other.example.com/' } });
      expect(moved.body.webhook).toEqual({ url: 'https://other.example.com/' });
      expect(await secretOf()).toBe(body.webhook.secret);
      const rotated = await change('b1', { webhook: { ...webhook, rotateSecret: true } });
      expect(rotated.body.webhook.secret).not.toBe(body.webhook.secret);
      expect(await secretOf()).toBe(rotated.body.webhook.secret);
      expect((await change('b1')).body).not.toHaveProperty('webhook');
      expect((await change('b1', { webhook })).body.webhook.secret).not.toBe(rotated.body.webhook.secret);
    });

    it('shows only the origin of the URL to callers that may only read', async () => {
      await create({ webhook });
      expect((await get('b1')).body.webhook).toEqual({ url: 'https://hooks.example.com' });
      expect((await get('b1', ['admin', 'read'])).body.webhook).toEqual({ url: URL_WITH_KEY });
    });

    it.each(['127.0.0.1', '[::1]', '10.1.2.3', '169.254.169.254', '0x7f000001', '[::ffff:10.0.0.1]'])(
      'refuses the address %s at once',
      async (host) => {
        const { statusCode, body } = await create({ webhook: { url: `https://${host}/` } });
        expect(statusCode).toBe(400);
        expect(body.errors).toMatchObject([{ path: '/webhook/url', code: 'not_allowed' }]);
      },
    );
  });
});
