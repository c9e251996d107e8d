import { beforeAll } from '@jest/globals';
import { deployedProduct, START_TIMEOUT_MS } from './deployed-product.ts';

// Before the first test of each file, so that no test's own time passes meanwhile.
beforeAll(async () => {
  await deployedProduct();
}, START_TIMEOUT_MS);
