import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { describe, expect, it } from '@jest/globals';
import { listWorkers } from '../../../scripts/crash/worker-processes.ts';
import { deployedProduct } from '../support/deployed-product.ts';

export function describeFunctionMemory(): void {
  describe('the processes of functions', () => {
    it('have the heap that Lambda would give them, by the memory of their function', async () => {
      const { emulatorPid } = await deployedProduct();
      let processes = 0;
      for await (const { Functions = [] } of paginateListFunctions({ client: new LambdaClient() }, {}))
        for (const { FunctionName = '', MemorySize = 0 } of Functions) {
          const workers = await listWorkers(emulatorPid, FunctionName);
          const heap = `--max-old-space-size=${MemorySize - Math.floor(MemorySize / 10)}`;
          for (const { command } of workers) expect(command).toContain(heap);
          processes += workers.length;
        }
      expect(processes).toBeGreaterThan(0);
    });
  });
}
