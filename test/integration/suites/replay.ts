import { describe, expect, it } from '@jest/globals';
import { rollUpNow } from '../../../scripts/local/roll-up.ts';
import { localTarget } from '../../../scripts/replay/local-target.ts';
import { runReplay } from '../../../scripts/replay/run-replay.ts';
import { deployedProduct } from '../support/deployed-product.ts';
import { NO_REPORT, traceEndingDaysAgo } from '../support/trace.ts';
import { useProductAlone } from '../support/turns.ts';

export function describeReplay(): void {
  describe('400 real calls, a quarter of them reported twice, over both paths', () => {
    useProductAlone();

    it('are counted exactly, as soon as they are recorded and after the roll-up', async () => {
      const deployment = await deployedProduct();
      const { compare } = await runReplay(localTarget(deployment), {
        rows: await traceEndingDaysAgo(3),
        run: 'replay-suite',
        seed: 1,
        paths: ['http', 'sqs'],
        duplicates: 0.25,
        batchSize: 10,
        report: NO_REPORT,
      });
      expect(await compare()).toEqual([]);
      await rollUpNow(deployment);
      expect(await compare()).toEqual([]);
    });
  });
}
