import { describe, expect, it } from '@jest/globals';
import {
  budgetEventDetail,
  budgetEventDetailSchema,
  EVENT_TYPES,
  parseBudgetRequest,
  parseNotificationMessage,
} from '@token-ledger/contract';
import { newAlert } from '@token-ledger/core';
import { newBudget } from '../../support/budgets.ts';
import { NOON } from '../../support/records.ts';

const VALID = {
  name: 'Search team',
  scope: { dimension: 'user', id: 'u_42' },
  period: 'monthly',
  unit: 'USD',
  amount: '250.00',
  thresholds: [50, 80, 100],
};

/** As `path code: message`, one for each problem. */
function problemsOf(body: unknown): readonly string[] {
  const parsed = parseBudgetRequest(body);
  return parsed.ok ? [] : parsed.problems.map(({ path, code, message }) => `${path} ${code}: ${message}`);
}
const changed = (changes: object) => problemsOf({ ...VALID, ...changes });
const oneOf = (changes: object) => expect(changed(changes)).toEqual([expect.any(String)]);

describe('a budget on the wire', () => {
  it('is parsed into exact numbers', () => {
    expect(parseBudgetRequest({ ...VALID, webhook: { url: 'https://example.com/a?b=c' } })).toEqual({
      ok: true,
      request: {
        settings: {
          name: 'Search team',
          scope: { dimension: 'user', id: 'u_42' },
          period: 'monthly',
          unit: 'USD',
          amount: 250_000_000_000n,
          thresholds: [50, 80, 100],
        },
        webhook: { url: 'https://example.com/a?b=c', rotateSecret: false },
      },
    });
  });

  it.each([
    { scope: { dimension: 'all' } },
    { scope: { dimension: 'access_key', id: 'ak_1' } },
    { scope: { dimension: 'model', id: 'claude-sonnet-5-5' } },
    { scope: { dimension: 'feature', id: '-' } },
    { period: 'daily' },
    { period: 'weekly' },
    { unit: 'tokens', amount: '1000000' },
    { thresholds: [1] },
    { thresholds: [1000] },
    { thresholds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
    { name: 'x'.repeat(128) },
    { amount: '0.000000001' },
    { webhook: { url: 'https://example.com', rotateSecret: true } },
    { webhook: { url: 'https://[2606:4700::1]:8443/x' } },
    { webhook: { url: `https://example.com/${'x'.repeat(2048 - 20)}` } },
  ])('may contain %j', (changes) => {
    expect(changed(changes)).toEqual([]);
  });

  it.each([
    [{ amount: '0' }, "/amount out_of_range: must be more than 0; got '0'"],
    [{ amount: '-5' }, "/amount out_of_range: must be a positive decimal number such as 250.00; got '-5'"],
    [
      { amount: '0.0000000001' },
      "/amount out_of_range: must have at most 9 decimal places; got '0.0000000001'",
    ],
    [{ unit: 'tokens', amount: '1.5' }, "/amount out_of_range: must be a whole number of tokens; got '1.5'"],
    [
      { amount: 'a lot of money' },
      '/amount out_of_range: must be a positive decimal number such as 250.00; got a text of 14 characters',
    ],
    [{ amount: 250 }, '/amount wrong_type: must be a decimal number as a text, such as "250.00"; got 250'],
    [{ unit: 'EUR' }, "/unit not_allowed: must be one of USD, tokens; got 'EUR'"],
    [{ unit: 'usd' }, "/unit not_allowed: must be one of USD, tokens; got 'usd'"],
    [{ period: 'yearly' }, "/period not_allowed: must be one of daily, weekly, monthly; got 'yearly'"],
    [{ thresholds: [] }, '/thresholds invalid_length: must have 1 to 10 percentages; got a list'],
    [{ thresholds: Array.from({ length: 11 }, (_, index) => index + 1) }, expect.stringContaining('1 to 10')],
    [{ thresholds: [0] }, '/thresholds/0 out_of_range: must be a whole number from 1 to 1000; got 0'],
    [{ thresholds: [1001] }, '/thresholds/0 out_of_range: must be a whole number from 1 to 1000; got 1001'],
    [{ thresholds: [50, 50] }, '/thresholds not_allowed: must be strictly increasing'],
    [{ thresholds: [80, 50] }, '/thresholds not_allowed: must be strictly increasing'],
    [{ thresholds: [12.5] }, expect.stringContaining('/thresholds/0')],
    [{ thresholds: ['80'] }, expect.stringContaining('/thresholds/0 wrong_type')],
    [{ thresholds: 80 }, expect.stringContaining('/thresholds wrong_type')],
    [{ scope: { dimension: 'user' } }, '/scope/id required: must name the user'],
    [
      { scope: { dimension: 'all', id: 'u_1' } },
      '/scope/id conflicting_fields: must be left out for dimension all',
    ],
    [{ scope: { dimension: 'team', id: 'x' } }, expect.stringContaining('/scope/dimension not_allowed')],
    [{ scope: { dimension: 'user', id: '' } }, expect.stringContaining('/scope/id invalid_length')],
    [{ scope: { dimension: 'user', id: 'x'.repeat(129) } }, expect.stringContaining('/scope/id')],
    [{ scope: 'all' }, expect.stringContaining('/scope wrong_type')],
    [{ name: '' }, expect.stringContaining('/name invalid_length')],
    [{ name: 'a\nb' }, expect.stringContaining('/name invalid_characters')],
    [{ name: undefined }, '/name required: is required'],
    [{ currency: 'USD' }, '/currency unknown_field: is not a known field'],
    [{ webhook: {} }, '/webhook/url required: is required'],
    [{ webhook: 'https://example.com' }, expect.stringContaining('/webhook wrong_type')],
    [{ webhook: { url: 'https://example.com', secret: 'x' } }, expect.stringContaining('/webhook/secret')],
  ])('may not contain %j', (changes, expected) => {
    expect(changed(changes)).toEqual([expected]);
  });

  it.each([
    'http://example.com',
    'example.com/hook',
    '//example.com',
    'ftp://example.com',
    'file:///etc/passwd',
    'https://',
    'https://user@example.com',
    'https://user:password@example.com',
    'https://example.com/#here',
    'https://example.com/#',
    'https://exam ple.com',
    ' https://example.com',
    'https://example.com/\n',
    'https://exa\tmple.com',
  ])('may not have a webhook at %j', (url) => {
    expect(changed({ webhook: { url } })).toEqual([expect.stringMatching(/^\/webhook\/url invalid_format/)]);
  });

  it('may not have a webhook whose URL is longer than 2,048 characters', () => {
    oneOf({ webhook: { url: `https://example.com/${'x'.repeat(2048 - 19)}` } });
  });

  it('gets all its problems at once', () => {
    const body = {
      scope: { dimension: 'user' },
      period: 'hourly',
      unit: 'tokens',
      amount: '0',
      thresholds: [100, 50, 2000],
      webhook: { url: 'http://example.com' },
      colour: 'red',
    };
    expect(problemsOf(body).map((problem) => problem.split(':')[0])).toEqual(
      expect.arrayContaining([
        '/name required',
        '/scope/id required',
        '/period not_allowed',
        '/amount out_of_range',
        '/thresholds/2 out_of_range',
        '/webhook/url invalid_format',
        '/colour unknown_field',
      ]),
    );
  });

  it('gets the problem of an amount that is wrong in every unit, even if its unit is wrong', () => {
    expect(changed({ unit: 'EUR', amount: '0' }).map((problem) => problem.split(':')[0])).toEqual([
      '/unit not_allowed',
      '/amount out_of_range',
    ]);
    expect(changed({ unit: 'EUR', amount: '1.5' })).toHaveLength(1);
  });

  it.each([null, [], 'budget', 5])('is an object, not %j', (body) => {
    expect(problemsOf(body)).toEqual([expect.stringContaining(' wrong_type: must be an object')]);
  });
});

describe('the event of a threshold', () => {
  const period = { id: '2026W47', startMs: Date.UTC(2026, 10, 16), endMs: Date.UTC(2026, 10, 23) };
  const alert = (unit: 'USD' | 'tokens') =>
    newAlert(newBudget({ unit, scope: { dimension: 'user', id: 'u_1' }, period: 'weekly' }), {
      period,
      amount: 250_000_000_000n,
      threshold: { percent: 80, armedBy: 2 },
      spent: 201_500_000_000n,
      unpricedRequests: 3n,
      nowMs: NOON,
    });

  it('contains in versioned JSON what was reached, by whom and when', () => {
    expect(EVENT_TYPES.budgetThreshold).toBe('Budget Threshold Reached');
    expect(budgetEventDetail(alert('USD'))).toEqual({
      version: 1,
      alertId: 'alert_b1_2026W47_80_2',
      budget: {
        id: 'b1',
        name: 'ten records',
        scope: { dimension: 'user', id: 'u_1' },
        period: 'weekly',
      },
      period: { id: '2026W47', from: '2026-11-16T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z' },
      threshold: 80,
      unit: 'USD',
      amount: '250',
      spent: '201.5',
      unpricedRequests: '3',
      firedAt: '2026-11-21T12:00:00.000Z',
    });
  });

  it('matches its schema', () => {
    for (const unit of ['USD', 'tokens'] as const) {
      const detail = budgetEventDetail(alert(unit));
      expect(budgetEventDetailSchema.parse(JSON.parse(JSON.stringify(detail)))).toEqual(detail);
      expect('unpricedRequests' in detail).toBe(unit === 'USD');
    }
  });
});

describe('a message of the notification queue', () => {
  it.each([
    ['', 'JSON'],
    ['{}', '"v"'],
    ['{"v":2,"alert":{}}', '"v"'],
    ['{"v":1,"alert":{"budgetId":"b"}}', 'periodId'],
  ])('is not %j', (body, reason) => {
    expect(() => parseNotificationMessage(body)).toThrow(reason);
  });
});
