import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MAX_SPLIT_POINTS, MAX_SPLIT_SERIES, MAX_TREND_POINTS } from '@token-ledger/contract';
import { Calendar, MAGNITUDES, NO_MEASURES } from '@token-ledger/core';
import fc from 'fast-check';
import { presentMeasures } from '../../../functions/query-usage/present-measures.ts';
import { MAX_SERIES } from '../../../web/src/pages/explore/parameters.ts';
import { periodFor as periodOfRows, rowsFor } from '../../../web/src/pages/statistics/shape.ts';
import { linesOf, peakOf } from '../../../web/src/pages/top-consumers/lines.ts';
import { OTHERS } from '../../../web/src/parts/chart-series.ts';
import { seriesOf, sumOf } from '../../../web/src/parts/divided-series.ts';
import { divisionBeside, filterOfPart, isDividable } from '../../../web/src/parts/division.ts';
import {
  cacheWritesOf,
  MEASURE_GROUPS,
  MEASURES,
  measureOf,
  spendPerRequest,
} from '../../../web/src/parts/measures.ts';
import { hasRoomFor, linePeriodFor, PERIODS, periodFor, shapeOf } from '../../../web/src/parts/periods.ts';
import { COLOR_COUNT, colorsOf, createColors } from '../../../web/src/parts/series-colors.ts';
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
    const parts = (['input', 'output', 'cacheRead'] as const).map((name) => measureOf(shown, name));
    expect(sumOf([...parts, cacheWritesOf(shown)])).toBe(measureOf(shown, 'total'));
  });

  it('say the spend per request to the nearest nano-dollar, where every request has a price', () => {
    const per = (cost: bigint, requests: bigint, unpricedRequests = 0n) =>
      spendPerRequest(presentMeasures({ ...NO_MEASURES, cost, requests, unpricedRequests }));
    expect(per(10n ** 30n, 3n)).toBe(333_333_333_333_333_333_333_333_333_333n);
    expect([per(2n, 3n), per(1n, 3n), per(1n, 2n)]).toEqual([1n, 0n, 1n]);
    expect([per(5n, 0n), per(5n, 2n, 1n)]).toEqual([undefined, undefined]);
  });
});

describe('a divided trend', () => {
  const nameOf = ({ id, name }: { readonly id: string; readonly name?: string }) => name ?? id;

  it('has a series for each part with usage, and one for what is left', () => {
    const trend = { points: [point(10n), point(4n)], split: split(part('a', [6n, 4n]), part('b', [0n, 0n])) };
    expect(seriesOf(trend, 'requests', nameOf, 'Others')).toEqual([
      { id: 'a', title: 'a', values: [6n, 4n], unpriced: [0n, 0n] },
      { id: OTHERS, title: 'Others', values: [4n, 0n], unpriced: [0n, 0n] },
    ]);
  });

  it('knows which sums of money lack requests without a price', () => {
    const costs = (cost: bigint, unpricedRequests: bigint) =>
      presentMeasures({ ...NO_MEASURES, requests: 9n, cost, unpricedRequests });
    const trend = {
      points: [
        { ...RANGE, ...costs(7n, 5n), previous: null },
        { ...RANGE, ...costs(2n, 0n), previous: null },
      ],
      split: split({ ...part('a', [1n, 1n]), points: [costs(4n, 2n), costs(2n, 0n)] }),
    };
    expect(seriesOf(trend, 'cost', nameOf, 'Others')).toEqual([
      { id: 'a', title: 'a', values: [4n, 2n], unpriced: [2n, 0n] },
      { id: OTHERS, title: 'Others', values: [3n, 0n], unpriced: [3n, 0n] },
    ]);
    expect(seriesOf(trend, 'requests', nameOf, 'Others').map(({ unpriced }) => unpriced)).toEqual([[0n, 0n]]);
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

  it('are hours below three days, days up to 90 and months above, unless the reader chooses', () => {
    const lasting = (ms: number) => periodFor({ fromMs: 0, toMs: ms });
    expect([lasting(3 * DAY_MS - 1), lasting(3 * DAY_MS)]).toEqual(['hour', 'day']);
    expect([lasting(90 * DAY_MS), lasting(90 * DAY_MS + 1)]).toEqual(['day', 'month']);
    const week = { fromMs: 0, toMs: 7 * DAY_MS };
    expect(shapeOf(week, undefined, 5)).toEqual({ period: 'day', limit: 5 });
    expect(shapeOf(week, 'hour', 5)).toEqual({ period: 'hour', limit: 5 });
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

describe('a chart', () => {
  it('has no more bars than are wide enough to be seen', () => {
    // Of the space between the starts of two bars, a fifth is a gap, and 2 pixels more are left blank.
    const drawnWidth = (bars: number, width: number) => ((width - 80) / bars) * 0.8 - 2;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 750 }), fc.integer({ min: 200, max: 2000 }), (bars, width) => {
        if (hasRoomFor(bars, width)) expect(drawnWidth(bars, width)).toBeGreaterThan(1);
      }),
    );
    expect([hasRoomFor(31, 310), hasRoomFor(72, 310), hasRoomFor(168, 1100)]).toEqual([true, false, true]);
  });

  it('gives each thing a color that it keeps, and never one color to two', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 60 }).map(String), { maxLength: MAX_SERIES });
    fc.assert(
      fc.property(fc.array(ids, { minLength: 1, maxLength: 8 }), (charts) => {
        const numbersOf = createColors();
        const seen = new Map<string, number>();
        for (const shown of charts) {
          const numbers = numbersOf('model', shown);
          expect(new Set(numbers.values()).size).toBe(shown.length);
          const known = new Set([...seen.keys(), ...shown]);
          if (known.size <= COLOR_COUNT)
            for (const id of shown) expect(numbers.get(id)).toBe(seen.get(id) ?? numbers.get(id));
          for (const [id, number] of numbers) seen.set(id, number);
        }
      }),
    );
    expect(COLOR_COUNT).toBeGreaterThan(MAX_SERIES);
  });

  it('has the colors of its style sheet, in both themes, and grey for the rest', () => {
    const sheet = readFileSync(join(import.meta.dirname, '../../../web/src/parts/series-colors.css'), 'utf8');
    for (let number = 1; number <= COLOR_COUNT; number += 1)
      expect(sheet.match(new RegExp(`--series-${number}: #`, 'g'))).toHaveLength(2);
    expect([...colorsOf('test', ['b', OTHERS, 'a'], OTHERS).values()]).toEqual([
      'var(--series-1)',
      'var(--series-others)',
      'var(--series-2)',
    ]);
    expect(sheet).toContain('--series-others: #');
  });

  it('has no color of an error among those that charts begin with', () => {
    const sheet = readFileSync(join(import.meta.dirname, '../../../web/src/parts/series-colors.css'), 'utf8');
    const hues = [...sheet.matchAll(/--series-(\d+): #(\w{6})/g)].map(
      ([, number, color = '']) => [Number(number), hueOf(color)] as const,
    );
    expect(hues).toHaveLength(2 * COLOR_COUNT);
    const reds = hues.filter(([, hue]) => hue < 15 || hue > 320).map(([number]) => number);
    expect(Math.min(...reds)).toBeGreaterThan(15);
  });
});

/** Of a color such as `ff0000`, in degrees: 0 is red, 120 green, 240 blue. */
function hueOf(color: string): number {
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return ((Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b) * 180) / Math.PI + 360) % 360;
}

describe('usage of one access key or user', () => {
  it('is divided by the first that the filter does not name, unless the reader chooses', () => {
    expect(divisionBeside({})).toBe('model');
    expect(divisionBeside({ model: ['a'] })).toBe('feature');
    expect(divisionBeside({ model: ['a', 'b'] })).toBe('model');
    expect(divisionBeside({ model: ['a'], feature: ['f'] })).toBe('key');
    expect(divisionBeside({ model: ['a'], feature: ['f'], user: 'u_1' })).toBe('model');
  });

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
      ['u_1', { starts: [RANGE.from, RANGE.from], period: 'day', values: [3n, 4n], unpriced: [0n, 0n] }],
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
