import { describe, expect, it } from '@jest/globals';
import { MAX_SPLIT_POINTS, MAX_SPLIT_SERIES, MAX_TREND_POINTS } from '@token-ledger/contract';
import { Calendar, MAGNITUDES, NO_MEASURES, periodFor as periodOfApi } from '@token-ledger/core';
import fc from 'fast-check';
import { presentMeasures } from '../../../functions/query-usage/present-measures.ts';
import { OTHERS, seriesOf, sumOf } from '../../../web/src/pages/explore/divided.ts';
import { MAX_SERIES } from '../../../web/src/pages/explore/parameters.ts';
import { periodFor as periodOfRows, rowsFor } from '../../../web/src/pages/statistics/shape.ts';
import { linesOf, peakOf } from '../../../web/src/pages/top-consumers/lines.ts';
import { filterOfPart, isDividable } from '../../../web/src/parts/division.ts';
import { MEASURE_GROUPS, MEASURES, measureOf } from '../../../web/src/parts/measures.ts';
import { linePeriodFor, PERIODS, periodFor, shapeOf } from '../../../web/src/parts/periods.ts';
import { HEIGHT, pointsOf, WIDTH } from '../../../web/src/parts/sparkline-points.ts';

const DAY_MS = 86_400_000;

const calls = (requests: bigint, cost = 0n) => presentMeasures({ ...NO_MEASURES, requests, cost });
const RANGE = { from: '2026-11-21T00:00:00.000Z', to: '2026-11-22T00:00:00.000Z' };
const point = (requests: bigint) => ({ ...RANGE, ...calls(requests), previous: null });
const part = (id: string, values: readonly bigint[], name?: string) => ({
  id,
  ...(name !== undefined && { name }),
  share: null,
  ...calls(sumOf(values)),
  points: values.map((value) => calls(value)),
});
const split = (...series: ReturnType<typeof part>[]) => ({
  by: 'user' as const,
  sort: 'requests' as const,
  count: series.length,
  series,
});

describe('the measures of the pages', () => {
  it('are those that the API ranks by, each in one group', () => {
    expect([...MEASURES].toSorted()).toEqual([...MAGNITUDES].toSorted());
    expect(MEASURE_GROUPS.flatMap(([, measures]) => measures as readonly string[]).toSorted()).toEqual(
      [...MEASURES].toSorted(),
    );
  });

  it('have the values that the ledger sums, to the nano-dollar', () => {
    const sums = Object.fromEntries(
      Object.keys(NO_MEASURES).map((name, index) => [name, BigInt(index) + 2n ** 60n]),
    ) as typeof NO_MEASURES;
    const shown = presentMeasures(sums);
    for (const measure of MEASURES) {
      if (measure === 'total' || measure === 'effective') continue;
      expect({ measure, value: measureOf(shown, measure) }).toEqual({ measure, value: sums[measure] });
    }
    expect(measureOf(shown, 'effective')).toBe(sums.input + sums.output);
  });
});

describe('a divided trend', () => {
  const nameOf = ({ id, name }: { readonly id: string; readonly name?: string }) => name ?? id;

  it('has a series for each part with usage, and one for what is left', () => {
    const trend = { points: [point(10n), point(4n)], split: split(part('a', [6n, 4n]), part('b', [0n, 0n])) };
    expect(seriesOf(trend, 'requests', nameOf, 'Others')).toEqual([
      { id: 'a', title: 'a', values: [6n, 4n] },
      { id: OTHERS, title: 'Others', values: [4n, 0n] },
    ]);
  });

  it('sums to the whole, whatever the parts are', () => {
    const values = fc.array(fc.bigInt({ min: 0n, max: 2n ** 70n }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(values, { maxLength: 5 }), values, (parts, rest) => {
        const whole = rest.map((value, index) => value + sumOf(parts.map((each) => each[index] ?? 0n)));
        const trend = {
          points: whole.map(point),
          split: split(...parts.map((each, index) => part(`u_${index}`, each))),
        };
        const series = seriesOf(trend, 'requests', nameOf, 'Others');
        expect(whole.map((_, index) => sumOf(series.map((each) => each.values[index] ?? 0n)))).toEqual(whole);
      }),
    );
  });

  it('keeps two parts of one name apart', () => {
    const trend = { points: [point(2n)], split: split(part('u_1', [1n], 'Ada'), part('u_2', [1n], 'Ada')) };
    expect(seriesOf(trend, 'requests', nameOf, 'Others').map(({ title }) => title)).toEqual([
      'Ada (u_1)',
      'Ada (u_2)',
    ]);
  });
});

describe('the bars of a range', () => {
  const spans = fc
    .tuple(
      fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2026, 0, 1) }),
      fc.integer({ min: 1, max: 3660 * DAY_MS }),
    )
    .map(([fromMs, lengthMs]) => ({ fromMs, toMs: fromMs + lengthMs }));

  it('are of the length that the API chooses, unless the reader does', () => {
    fc.assert(
      fc.property(spans, (span) => {
        expect(periodFor(span)).toBe(periodOfApi(span));
        expect(shapeOf(span, undefined, 5).period).toBe(periodOfApi(span));
      }),
    );
    const week = { fromMs: 0, toMs: 7 * DAY_MS };
    expect(shapeOf(week, 'day', 5)).toEqual({ period: 'day', limit: 5 });
    expect(shapeOf({ fromMs: 0, toMs: 400 * DAY_MS }, 'hour', 5).period).toBe('month');
  });

  it('and their series are never more than the API makes, in any time zone', () => {
    expect(MAX_SERIES).toBe(MAX_SPLIT_SERIES);
    const zones = ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kolkata'].map(
      (zone) => new Calendar(zone),
    );
    const asked = fc.tuple(
      spans,
      fc.option(fc.constantFrom(...PERIODS), { nil: undefined }),
      fc.integer({ min: 1, max: MAX_SERIES }),
      fc.constantFrom(...zones),
    );
    fc.assert(
      fc.property(asked, ([span, chosen, series, calendar]) => {
        const { period, limit } = shapeOf(span, chosen, series);
        const points = calendar.bucketsBetween(period, span.fromMs, span.toMs).length;
        expect(points).toBeLessThanOrEqual(MAX_TREND_POINTS);
        expect(points * limit).toBeLessThanOrEqual(MAX_SPLIT_POINTS);
        const line = calendar.bucketsBetween(linePeriodFor(span), span.fromMs, span.toMs).length;
        expect(line * MAX_SERIES).toBeLessThanOrEqual(MAX_SPLIT_POINTS);
      }),
    );
  });
});

describe('usage of one access key or user', () => {
  it('is divided by model or feature only', () => {
    expect(isDividable('user', {})).toBe(true);
    expect(isDividable('user', { key: 'ak_1' })).toBe(false);
    expect(isDividable('key', { user: 'u_1' })).toBe(false);
    expect(isDividable('feature', { key: 'ak_1', user: 'u_1' })).toBe(true);
    expect(filterOfPart({ model: ['a', 'b'], user: 'u_1' }, 'model', 'a')).toEqual({
      model: ['a'],
      user: 'u_1',
    });
    expect(filterOfPart({ model: ['a'] }, 'key', 'ak_1')).toEqual({ model: ['a'], key: 'ak_1' });
  });

  it('has one row of statistics in each period', () => {
    expect(rowsFor('user', { filter: {} }, false)).toBe('user');
    expect(rowsFor('user', { filter: { key: 'ak_1' } }, false)).toBe('all');
    expect(rowsFor('key', { filter: {} }, true)).toBe('all');
  });
});

describe('statistics by hours', () => {
  it('are shown as far as the API has them', () => {
    const days = (count: number) => ({ span: { fromMs: 0, toMs: count * DAY_MS } });
    expect(periodOfRows('hour', days(366))).toBe('hour');
    expect(periodOfRows('hour', days(367))).toBe('day');
    expect(periodOfRows('month', days(367))).toBe('month');
  });
});

describe('the line of a consumer', () => {
  it('has the values of its series, by its id', () => {
    const trend = {
      period: 'day' as const,
      points: [point(3n), point(5n)],
      split: split(part('u_1', [3n, 4n])),
    };
    expect([...linesOf(trend, 'requests')]).toEqual([
      ['u_1', { starts: [RANGE.from, RANGE.from], period: 'day', values: [3n, 4n] }],
    ]);
    expect(peakOf([1n, 7n, 7n, 2n])).toBe(1);
    expect(peakOf([])).toBe(0);
  });

  it('stays within its frame, with the largest at the top', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 2n ** 80n }), { minLength: 1, maxLength: 50 }),
        (values) => {
          const points = pointsOf(values)
            .split(' ')
            .map((text) => text.split(',').map(Number));
          for (const [x = -1, y = -1] of points) {
            expect(x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT).toBe(true);
          }
          const peak = points[peakOf(values)]?.[1];
          expect(Math.min(...points.map(([, y = HEIGHT]) => y))).toBe(peak);
        },
      ),
    );
  });
});
