import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Random } from '../../../scripts/random.ts';

describe('random numbers', () => {
  it('pick every item equally often, or the first ones more often', () => {
    const random = new Random(1);
    const countsOf = (pick: () => number) => {
      const counts = [0, 0, 0, 0];
      for (let turn = 0; turn < 8000; turn += 1) {
        const picked = pick();
        counts[picked] = (counts[picked] ?? 0) + 1;
      }
      return counts;
    };
    for (const count of countsOf(() => random.pick([0, 1, 2, 3])))
      expect(Math.abs(count - 2000)).toBeLessThan(200);
    const skewed = countsOf(() => random.pickSkewed([0, 1, 2, 3]));
    expect(skewed).toEqual(skewed.toSorted((a, b) => b - a));
    expect(() => random.pick([])).toThrow('nothing to pick');
  });

  it('shuffle: the same items in an order that the seed decides', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.nat(), (items, seed) => {
        const shuffled = new Random(seed).shuffled(items);
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
        expect(new Random(seed).shuffled(items)).toEqual(shuffled);
      }),
    );
  });

  it('shuffle every item to every place about equally often', () => {
    const random = new Random(1);
    const counts = new Map<string, number>();
    for (let turn = 0; turn < 6000; turn += 1) {
      const order = random.shuffled(['a', 'b', 'c']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});
