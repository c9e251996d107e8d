import { describe, expect, it } from '@jest/globals';
import { bundleOf, functionNames } from '../../bench/bundles.ts';

/** A function starts the faster the less there is to load. */
const MAX_BYTES = 500_000;

describe('the code of a function', () => {
  it('is there for each of the five', () => {
    expect(functionNames()).toEqual([
      'accept-usage',
      'authorize-request',
      'query-usage',
      'record-usage',
      'roll-up-usage',
    ]);
  });

  it.each(functionNames())('has at most 500,000 bytes: %s', async (name) => {
    const { length } = await bundleOf(name);
    expect(length).toBeGreaterThan(50_000);
    expect(length).toBeLessThanOrEqual(MAX_BYTES);
  });
});
