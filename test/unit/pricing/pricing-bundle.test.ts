import { expect, it } from '@jest/globals';
import { bytesOfPricing } from '../../../bench/pricing-bundle.ts';

it('pricing adds at most 8 KB to a function, including the shipped prices', async () => {
  const bytes = await bytesOfPricing();
  expect(bytes).toBeGreaterThan(2_000);
  expect(bytes).toBeLessThanOrEqual(8_192);
});
