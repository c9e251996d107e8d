import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkModelPrices } from '../../../packages/core/src/pricing/check-prices.ts';
import {
  checkDraft,
  draftOf,
  overrideOf,
  withPricesOf,
} from '../../../web/src/pages/prices/override-draft.ts';
import {
  appliesOn,
  basisPointsOf,
  isPrice,
  isUsualOrder,
  KINDS,
  type Prices,
  percentOf,
  withOverride,
} from '../../../web/src/pages/prices/price-book.ts';
import { adoptionOf, daysOf, priceStateOf } from '../../../web/src/pages/prices/price-coverage.ts';

describe('the price of a model on the days of its calls', () => {
  const listed = (model: string, effectiveFrom?: string, effectiveTo?: string) => ({
    model,
    input: '1',
    output: '2',
    ...(effectiveFrom !== undefined && { effectiveFrom }),
    ...(effectiveTo !== undefined && { effectiveTo }),
    source: '',
    retrievedOn: '',
  });
  const prices = (models: readonly object[], overrides: readonly object[] = []) =>
    ({ models, overrides }) as unknown as Prices;
  const days = { first: '2026-11-01', last: '2026-11-30' };

  it('is none, if none is known, if the model has only a discount, or if all others are over', () => {
    const discount = { model: 'm', discountBasisPoints: 100 };
    for (const book of [
      prices([listed('other')], [discount]),
      prices([listed('m', undefined, '2026-11-01')]),
      prices([listed('m', undefined, '2026-11-30')]),
    ])
      expect(priceStateOf(book, 'm', days)).toEqual({ state: 'none' });
  });

  it('is missing before the first one, or late, if one begins after another ended', () => {
    expect(priceStateOf(prices([listed('m', '2026-11-21')]), 'm', days)).toEqual({
      state: 'before',
      to: '2026-11-21',
    });
    const ended = listed('m', undefined, '2026-11-05');
    const next = { model: 'm', effectiveFrom: '2026-11-09', prices: { input: '3', output: '4' } };
    const later = listed('m', '2026-11-20');
    expect(priceStateOf(prices([later, ended], [next]), 'm', days)).toEqual({
      state: 'late',
      from: '2026-11-05',
      to: '2026-11-09',
    });
  });

  it('covers them, if prices follow each other without a break', () => {
    const first = listed('m', '2026-10-01', '2026-11-10');
    const second = { model: 'm', effectiveFrom: '2026-11-10', listPrices: { input: '3', output: '4' } };
    expect(priceStateOf(prices([first], [second]), 'm', days)).toEqual({ state: 'covered' });
    expect(priceStateOf(prices([listed('m', '2026-11-01', '2026-12-01')]), 'm', days)).toEqual({
      state: 'covered',
    });
  });

  it('is adopted for the days that lack it, with the price that follows, or as a new one', () => {
    const next = { model: 'm', effectiveFrom: '2026-11-21', prices: { input: '3', output: '4' } };
    const draft = adoptionOf(prices([], [next]), 'm', days);
    expect(overrideOf(draft)).toEqual({
      model: 'm',
      // Not from the first day of the range: older calls lack a price, too.
      effectiveTo: '2026-11-21',
      prices: { input: '3', output: '4' },
    });
    // With it, nothing is missing.
    expect(priceStateOf(prices([], [next, overrideOf(draft)]), 'm', days)).toEqual({ state: 'covered' });
    expect(adoptionOf(prices([]), 'm', days)).toEqual(draftOf(undefined, 'm'));
  });

  it('is about the days of UTC that a range touches', () => {
    const nowMs = Date.parse('2026-11-30T15:00:00Z');
    expect(daysOf({ from: '2026-11-01T23:00:00Z' }, nowMs)).toEqual({
      first: '2026-11-01',
      last: '2026-11-30',
    });
    expect(daysOf({ from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' }, nowMs)).toEqual({
      first: '2026-10-01',
      last: '2026-10-31',
    });
  });
});

describe('an override of prices', () => {
  const units = fc.integer({ min: 0, max: 50 });
  const decimal = units.map((value) => String(value / 4));

  it('is expected in the order that the price book expects', () => {
    const prices = fc.record(
      {
        input: decimal,
        output: decimal,
        cacheCreation5m: decimal,
        cacheCreation1h: decimal,
        cacheRead: decimal,
      },
      { requiredKeys: ['input', 'output'] },
    );
    fc.assert(
      fc.property(prices, (entered) => {
        const problems: string[] = [];
        checkModelPrices(entered as Parameters<typeof checkModelPrices>[0], (_, code) => problems.push(code));
        expect(isUsualOrder(entered)).toBe(problems.length === 0);
      }),
    );
  });

  it('comes back from its form unchanged, with what the form does not show', () => {
    const overrides = [
      { model: '*', discountBasisPoints: 1250 },
      { model: 'a', effectiveFrom: '2026-12-01', prices: { input: '3', output: '15' } },
      {
        model: 'b',
        effectiveTo: '2027-01-01',
        listPrices: { input: '3', output: '15', cacheRead: '0.3', usSurcharge: true, force: true },
      },
    ];
    for (const override of overrides) {
      expect(checkDraft(draftOf(override))).toEqual({});
      expect(overrideOf(draftOf(override))).toEqual(override);
    }
  });

  it('starts from the prices of another model, under its own id', () => {
    const above = { input: '6', output: '22.5', promptTokens: 200_000 };
    const draft = withPricesOf(draftOf(undefined, 'new'), { input: '3', output: '15', above });
    expect(overrideOf(draft)).toEqual({ model: 'new', listPrices: { input: '3', output: '15', above } });
  });

  it('is refused by field until it is complete', () => {
    const draft = draftOf(undefined, '');
    expect(checkDraft(draft)).toEqual({ model: 'required', input: 'required', output: 'required' });
    const swapped = { ...draft, model: 'm', values: { ...draft.values, input: '15', output: '3' } };
    expect(checkDraft(swapped)).toEqual({ order: 'order' });
    expect(checkDraft({ ...swapped, isForced: true, from: '2026-12-02', to: '2026-12-02' })).toEqual({
      to: 'days',
    });
    expect(checkDraft({ ...draft, model: '*', decision: 'discount', percent: '100.01' })).toEqual({
      percent: 'percent',
    });
    expect(isPrice('0.123456')).toBe(true);
    expect(isPrice('0.1234567')).toBe(false);
  });

  it('has a discount that is exact', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (points) => {
        expect(basisPointsOf(percentOf(points))).toBe(points);
      }),
    );
    expect(basisPointsOf('12.345')).toBeUndefined();
  });

  it('applies from its first day until before its end', () => {
    const days = { effectiveFrom: '2026-11-02', effectiveTo: '2026-11-04' };
    expect(
      ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'].map((day) => appliesOn(days, day)),
    ).toEqual([false, true, true, false]);
    expect(KINDS).toHaveLength(5);
  });

  it('is added, replaced or removed without touching the others', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((model) => ({ model, discountBasisPoints: 1 }));
    if (!a || !b || !c) throw new Error('There are three.');
    expect(withOverride([a, b], undefined, c)).toEqual([a, b, c]);
    expect(withOverride([a, b], 0, c)).toEqual([c, b]);
    expect(withOverride([a, b], 1, undefined)).toEqual([a]);
  });
});
