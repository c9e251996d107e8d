import { beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_PRICE_OVERRIDES, MAX_PRICES_BODY_BYTES } from '@token-ledger/contract';
import { SHIPPED_PRICE_BOOK } from '@token-ledger/core';
import { InMemoryPriceStore } from '@token-ledger/in-memory';
import { createHandler } from '../../functions/manage-prices/handler.ts';
import { answered } from '../support/answered.ts';
import { recordedAudit } from '../support/recorded-audit.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';

const TENTH_OFF = { model: '*', discountBasisPoints: 1000 };

describe('prices over HTTP', () => {
  let store: InMemoryPriceStore;
  let audit: ReturnType<typeof recordedAudit>;

  beforeEach(() => {
    store = new InMemoryPriceStore();
    audit = recordedAudit();
  });

  async function call(method: 'GET' | 'PUT', body?: unknown) {
    const prices = { store, clock: () => NOON + 1, shipped: SHIPPED_PRICE_BOOK };
    const handler = createHandler({ prices, audit, telemetry: recordingTelemetry() });
    const request = { method, path: '/v1/prices', scopes: ['admin'], json: body } as const;
    const answer = await answered(handler, request);
    return { statusCode: answer.statusCode, body: answer.body };
  }

  it('are the shipped ones at first, with their sources', async () => {
    const { statusCode, body } = await call('GET');
    expect(statusCode).toBe(200);
    expect(body).toMatchObject({ revision: 1, currency: 'USD', overrides: [] });
    expect(body.models).toHaveLength(SHIPPED_PRICE_BOOK.entries.length);
    for (const { source, asOf } of body.models) {
      expect(source).toMatch(/^https:/);
      expect(asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  it('change from the next full hour on, and are shown with everything that applies', async () => {
    const overrides = [
      TENTH_OFF,
      { model: 'claude-new', effectiveFrom: '2026-11-01', listPrices: { input: '3', output: '15' } },
    ];
    const { statusCode, body } = await call('PUT', { overrides, expectedRevision: 1 });
    expect(statusCode).toBe(200);
    expect(body).toMatchObject({ revision: 2, appliesFrom: '2026-11-21T13:00:00.000Z', overrides });
    expect(await call('GET')).toEqual({ statusCode, body });
    expect(await audit.entries()).toMatchObject([{ operation: 'PUT /v1/prices', outcome: 'done' }]);
  });

  it("are not changed over another caller's change", async () => {
    await call('PUT', { overrides: [TENTH_OFF] });
    expect(await call('PUT', { overrides: [], expectedRevision: 1 })).toMatchObject({
      statusCode: 409,
      body: { code: 'prices_changed', revision: 2 },
    });
    expect((await call('GET')).body.overrides).toEqual([TENTH_OFF]);
  });

  const model = 'claude-opus-5-5';
  it.each([
    ['no list', { overrides: {} }, '/overrides', 'wrong_type'],
    ['an unknown field', { overrides: [{ ...TENTH_OFF, price: 1 }] }, '/overrides/0/price', 'unknown_field'],
    [
      'a price that is a number',
      { overrides: [{ model, prices: { input: 0.1 + 0.2, output: '1' } }] },
      '/overrides/0/prices/input',
      'wrong_type',
    ],
    [
      'a negative price',
      { overrides: [{ model, prices: { input: '-1', output: '1' } }] },
      '/overrides/0/prices/input',
      'out_of_range',
    ],
    [
      'output below input',
      { overrides: [{ model, prices: { input: '2', output: '1' } }] },
      '/overrides/0/prices',
      'unusual_order',
    ],
    [
      'the same days twice',
      { overrides: [{ ...TENTH_OFF, effectiveFrom: '2026-11-01' }, TENTH_OFF] },
      '/overrides/0',
      'overlapping_days',
    ],
    [
      'a discount of more than everything',
      { overrides: [{ model, discountBasisPoints: 10_001 }] },
      '/overrides/0/discountBasisPoints',
      'out_of_range',
    ],
    ['another currency', { currency: 'EUR', overrides: [] }, '/currency', 'unknown_field'],
  ])('are not changed by %s', async (_what, body, path, code) => {
    const answer = await call('PUT', body);
    expect(answer).toMatchObject({ statusCode: 400, body: { code: 'invalid_request' } });
    expect(answer.body.errors).toContainEqual({ path, code, message: expect.any(String) });
    expect((await call('GET')).body.revision).toBe(1);
  });

  it('have a limited number of overrides, in a body of limited size', async () => {
    const overrides = Array.from({ length: MAX_PRICE_OVERRIDES }, (_, index) => ({
      model: `claude-${index}`,
      listPrices: { input: '1', output: '2' },
    }));
    expect(await call('PUT', { overrides })).toMatchObject({ statusCode: 200 });
    const one = { model: 'claude-more', listPrices: { input: '1', output: '2' } };
    expect(await call('PUT', { overrides: [...overrides, one] })).toMatchObject({ statusCode: 400 });
    const padded = (bytes: number) => JSON.stringify({ overrides: [] }).padEnd(bytes, ' ');
    expect(await call('PUT', padded(MAX_PRICES_BODY_BYTES))).toMatchObject({ statusCode: 200 });
    expect(await call('PUT', padded(MAX_PRICES_BODY_BYTES + 1))).toMatchObject({ statusCode: 413 });
  });
});
