import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkContract, prepareContractCheck } from '../../../scripts/contract/check-contract.ts';
import { deployedProduct } from '../support/deployed-product.ts';

export function describeContract(): void {
  describe('the OpenAPI document', () => {
    let directory = '';
    // While other suites wait for the product. A failure is that of the test which needs it.
    const prepared = deployedProduct().then(prepareContractCheck);
    prepared.catch(() => undefined);
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'token-ledger-contract-'));
    });
    afterAll(() => rm(directory, { recursive: true, force: true }));

    it('is public', async () => {
      const { apiUrl } = await deployedProduct();
      const response = await fetch(`${apiUrl}/v1/openapi.json`);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('public, max-age=300');
      expect(await response.json()).toMatchObject({ openapi: '3.1.1', info: { title: 'Token Ledger' } });
    });

    // The full run is `npm run check:contract`.
    it('describes every answer of the deployed API, for any request', async () => {
      await prepared;
      const options = { examples: 1, seed: 20261121, phases: ['examples', 'fuzzing'] as const };
      await checkContract(await deployedProduct(), {
        ...options,
        logPath: join(directory, 'schemathesis.log'),
      });
    });
  });
}
