import { describe, expect, it } from '@jest/globals';
import { isTooComplex, MAX_JSON_DEPTH, MAX_JSON_VALUES } from '@token-ledger/contract';
import fc from 'fast-check';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const list = (values: number) => `[${Array.from({ length: values - 1 }, () => '0').join(',')}]`;

describe('JSON that is never parsed', () => {
  it('is nested deeper than the limit', () => {
    expect(isTooComplex(nested(MAX_JSON_DEPTH))).toBe(false);
    expect(isTooComplex(nested(MAX_JSON_DEPTH + 1))).toBe(true);
    expect(isTooComplex('{"a":'.repeat(MAX_JSON_DEPTH + 1))).toBe(true);
  });

  it('has more values than the limit', () => {
    // Nothing is counted less than it is, and a list by one more.
    expect(isTooComplex(list(MAX_JSON_VALUES - 1))).toBe(false);
    expect(isTooComplex(list(MAX_JSON_VALUES + 1))).toBe(true);
  });

  it.each(['["', '["\\"', '["\\\\\\"'])(
    'is not mistaken for brackets and commas in a text such as %s',
    (opening) => {
      expect(isTooComplex(`${opening}${'[,'.repeat(MAX_JSON_VALUES)}"]`)).toBe(false);
    },
  );

  it.each(['["\\\\"', '[""'])('begins again after the end of a text such as %s', (opening) => {
    expect(isTooComplex(`${opening},${nested(MAX_JSON_DEPTH)}]`)).toBe(true);
  });

  it('is found by as much as JSON.parse would make of it', () => {
    const count = (value: unknown): number =>
      typeof value === 'object' && value !== null
        ? 1 + Object.values(value).reduce<number>((sum, item) => sum + count(item), 0)
        : 1;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        // A list of copies that has more values than the limit is found, of any kind.
        const copies = Math.ceil(MAX_JSON_VALUES / count(value));
        const text = JSON.stringify(value);
        if (text.length * copies < 5_000_000) {
          expect(isTooComplex(`[${Array.from({ length: copies }, () => text).join(',')}]`)).toBe(true);
        }
        expect(isTooComplex(text)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });
});
