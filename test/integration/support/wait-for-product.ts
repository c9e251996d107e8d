import { beforeAll } from '@jest/globals';
import { deployedProduct } from './deployed-product.ts';

// Before the first test of each file, so that the wait does not use up the time of a test.
beforeAll(async () => {
  await deployedProduct();
});
