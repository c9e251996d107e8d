import { describe, expect, it } from '@jest/globals';
import {
  type Amount,
  AmountSums,
  amountsCountNothing,
  amountsOf,
  countsNothing,
  MEASURE_NAMES,
  type Measures,
  measuresOf,
  NO_MEASURES,
  NO_PLACE,
} from '@token-ledger/core';
import * as fc from 'fast-check';

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);
const EDGES = [0n, 1n, LARGEST - 1n, LARGEST, LARGEST + 1n, 2n ** 60n];
const amount = fc.oneof(fc.constantFrom(...EDGES), fc.bigInt({ min: 0n, max: 2n ** 54n }));
/** What is saved or not reported may be negative. */
const signed = fc.tuple(amount, fc.boolean()).map(([value, isNegative]) => (isNegative ? -value : value));
const measures = fc.record(
  Object.fromEntries(
    MEASURE_NAMES.map((name) => [
      name,
      ['cost', 'discount', 'unreportedTokens'].includes(name) ? signed : amount,
    ]),
  ),
) as fc.Arbitrary<Measures>;

describe('measures as they are stored', () => {
  it('are the same measures', () => {
    fc.assert(fc.property(measures, (some) => expect(measuresOf(amountsOf(some))).toEqual(some)));
    expect(measuresOf([3, 0, 2n ** 60n])).toStrictEqual({ ...NO_MEASURES, requests: 3n, input: 2n ** 60n });
    expect(measuresOf([])).toStrictEqual(NO_MEASURES);
  });

  it('are added without a rounding, however large, one by one and in columns', () => {
    const row = fc.record({ place: fc.option(fc.nat({ max: 3 }), { nil: undefined }), measures });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), fc.constantFrom(...MEASURE_NAMES), (rows, name) => {
        const [sums, ofColumn] = [new AmountSums(), new AmountSums()];
        const amounts = rows.map((each) => amountsOf(each.measures)[MEASURE_NAMES.indexOf(name)] as Amount);
        for (const [index, { place }] of rows.entries())
          if (place !== undefined) sums.add(place, amounts[index] as Amount);
        const ofRows = Int32Array.from(rows, ({ place = NO_PLACE }) => place);
        ofColumn.addColumn({ ofRows, count: 4 }, amounts);
        const sumAt = (isThere: (place: number | undefined) => boolean) =>
          rows.reduce((sum, each) => (isThere(each.place) ? sum + each.measures[name] : sum), 0n);
        for (const place of [0, 1, 2, 3])
          for (const each of [sums, ofColumn])
            expect(BigInt(each.at(place))).toBe(sumAt((some) => some === place));
        expect(BigInt(sums.total())).toBe(sumAt((some) => some !== undefined));
      }),
    );
  });

  it('are numbers as long as numbers are exact', () => {
    const amounts = amountsOf({ ...NO_MEASURES, requests: LARGEST, errors: LARGEST + 1n, cost: -LARGEST });
    expect(amounts.slice(0, 2)).toEqual([Number.MAX_SAFE_INTEGER, LARGEST + 1n]);
    expect(amounts[MEASURE_NAMES.indexOf('cost')]).toBe(-Number.MAX_SAFE_INTEGER);
  });

  it('count nothing where the measures count nothing', () => {
    const sparse = fc
      .subarray([...MEASURE_NAMES])
      .map((names): Measures => ({ ...NO_MEASURES, ...Object.fromEntries(names.map((name) => [name, 2n])) }));
    fc.assert(
      fc.property(sparse, (some) => expect(amountsCountNothing(amountsOf(some))).toBe(countsNothing(some))),
    );
  });
});
