import { expect, it } from '@jest/globals';
import { bytesOfPricing } from '../../../bench/pricing-bundle.ts';

/* 8 KB until the ids of other providers, retired models and the shares of several models in a call were priced. */
it('pricing adds at most 11 KB to a function, the shipped prices included', async () => {
  const bytes = await bytesOfPricing();
  expect(bytes).toBeGreaterThan(2_000);
  expect(bytes).toBeLessThanOrEqual(11_264);
});
