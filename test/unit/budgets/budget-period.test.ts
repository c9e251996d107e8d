import { describe, expect, it } from '@jest/globals';
import {
  type BudgetPeriodName,
  budgetPeriod,
  Calendar,
  evaluatedPeriods,
  HOUR_MS,
  iso,
} from '@token-ledger/core';
import fc from 'fast-check';
import { newBudget, TEN_RECORDS } from '../../support/budgets.ts';

const zone = (name: string) => new Calendar(name);

function described(calendar: Calendar, period: BudgetPeriodName, at: string) {
  const { id, startMs, endMs } = budgetPeriod(calendar, period, Date.parse(at));
  return [id, iso(startMs), iso(endMs)];
}

describe('the period of a budget', () => {
  it('is a day, an ISO week from Monday, or a month', () => {
    const utc = zone('UTC');
    // A Saturday.
    const at = '2026-11-21T12:00:00Z';
    expect(described(utc, 'daily', at)).toEqual([
      '20261121',
      '2026-11-21T00:00:00.000Z',
      '2026-11-22T00:00:00.000Z',
    ]);
    expect(described(utc, 'weekly', at)).toEqual([
      '2026W47',
      '2026-11-16T00:00:00.000Z',
      '2026-11-23T00:00:00.000Z',
    ]);
    expect(described(utc, 'monthly', at)).toEqual([
      '202611',
      '2026-11-01T00:00:00.000Z',
      '2026-12-01T00:00:00.000Z',
    ]);
  });

  it('ends one millisecond before the next begins', () => {
    for (const period of ['daily', 'weekly', 'monthly'] as const) {
      const { endMs, id } = budgetPeriod(zone('Europe/Berlin'), period, Date.UTC(2026, 10, 21));
      expect(budgetPeriod(zone('Europe/Berlin'), period, endMs - 1).id).toBe(id);
      expect(budgetPeriod(zone('Europe/Berlin'), period, endMs).startMs).toBe(endMs);
    }
  });

  it.each([
    ['2026-01-01T00:00:00Z', '2026W01'],
    ['2027-01-01T00:00:00Z', '2026W53'],
    ['2027-01-03T23:59:59Z', '2026W53'],
    ['2027-01-04T00:00:00Z', '2027W01'],
    ['2024-12-30T00:00:00Z', '2025W01'],
    ['2023-01-01T00:00:00Z', '2022W52'],
    ['2024-02-29T00:00:00Z', '2024W09'],
  ])('at %s has the number %s of ISO 8601', (at, id) => {
    expect(described(zone('UTC'), 'weekly', at)[0]).toBe(id);
  });

  it('is an hour shorter or longer when clocks change', () => {
    const berlin = zone('Europe/Berlin');
    const hours = (period: BudgetPeriodName, at: string) => {
      const { startMs, endMs } = budgetPeriod(berlin, period, Date.parse(at));
      return (endMs - startMs) / HOUR_MS;
    };
    expect(hours('daily', '2026-03-29T10:00:00Z')).toBe(23);
    expect(hours('weekly', '2026-03-29T10:00:00Z')).toBe(7 * 24 - 1);
    expect(hours('weekly', '2026-10-25T10:00:00Z')).toBe(7 * 24 + 1);
    expect(hours('monthly', '2026-10-25T10:00:00Z')).toBe(31 * 24 + 1);
    expect(described(berlin, 'weekly', '2026-03-29T10:00:00Z').slice(1)).toEqual([
      '2026-03-22T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ]);
  });

  it('begins at midnight of the zone, on the date of the zone', () => {
    // Monday in Kiritimati, Sunday in UTC.
    const at = '2026-11-22T11:00:00Z';
    expect(described(zone('Pacific/Kiritimati'), 'weekly', at)).toEqual([
      '2026W48',
      '2026-11-22T10:00:00.000Z',
      '2026-11-29T10:00:00.000Z',
    ]);
    expect(described(zone('UTC'), 'weekly', at)[0]).toBe('2026W47');
    // Chile's clocks skip midnight of 6 September 2026, a Sunday.
    const santiago = described(zone('America/Santiago'), 'daily', '2026-09-06T12:00:00Z');
    expect(santiago[1]).toBe('2026-09-06T04:00:00.000Z');
  });

  it('contains its instant, and follows its neighbour without a gap, in every zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('UTC', 'Europe/Berlin', 'America/Santiago', 'Asia/Kolkata', 'Pacific/Chatham'),
        fc.constantFrom('daily', 'weekly', 'monthly'),
        fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2034, 0, 1) }),
        (name, period, ms) => {
          const calendar = zone(name);
          const { startMs, endMs, id } = budgetPeriod(calendar, period, ms);
          expect(startMs <= ms && ms < endMs).toBe(true);
          expect(budgetPeriod(calendar, period, startMs).id).toBe(id);
          expect(budgetPeriod(calendar, period, startMs - 1).endMs).toBe(startMs);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the periods in which a budget may fire', () => {
  const utc = zone('UTC');
  const monthStartMs = Date.UTC(2026, 11, 1);
  const earlierTerms = newBudget({ amount: 1n }).terms;
  const old = newBudget({}, { updatedAtMs: Date.UTC(2026, 0, 1) });
  const evaluated = (budget: typeof old, nowMs: number) =>
    evaluatedPeriods(utc, budget, nowMs).map(({ period, terms }) => [period.id, terms.amount]);

  it('are the current one and, for a day, the previous one', () => {
    const amount = TEN_RECORDS.amount;
    expect(evaluated(old, monthStartMs)).toEqual([
      ['202611', amount],
      ['202612', amount],
    ]);
    expect(evaluated(old, monthStartMs + 24 * HOUR_MS - 1)).toHaveLength(2);
    expect(evaluated(old, monthStartMs + 24 * HOUR_MS)).toEqual([['202612', amount]]);
  });

  it('are the whole of yesterday and today for a daily one', () => {
    const daily = { ...old, period: 'daily' } as const;
    const noonMs = Date.UTC(2026, 10, 21, 12);
    expect(evaluated(daily, noonMs).map(([id]) => id)).toEqual(['20261120', '20261121']);
  });

  it('do not begin before the budget was created', () => {
    expect(evaluated(newBudget({}, { updatedAtMs: monthStartMs }), monthStartMs)).toEqual([
      ['202612', TEN_RECORDS.amount],
    ]);
    expect(evaluated(newBudget({}, { updatedAtMs: monthStartMs - 1 }), monthStartMs)).toHaveLength(2);
  });

  it('keep the terms they had when they ended', () => {
    const changed = { ...old, earlierTerms, updatedAtMs: monthStartMs };
    expect(evaluated(changed, monthStartMs)).toEqual([
      ['202611', 1n],
      ['202612', TEN_RECORDS.amount],
    ]);
  });
});
