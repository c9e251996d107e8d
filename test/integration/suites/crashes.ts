import { describe, expect, it } from '@jest/globals';
import { replayWithCrashes } from '../../../scripts/crash/replay-with-crashes.ts';
import { deployedProduct } from '../support/deployed-product.ts';
import { NO_REPORT, traceEndingDaysAgo } from '../support/trace.ts';
import { useProductAlone } from '../support/turns.ts';

export function describeCrashes(): void {
  describe('functions that are killed while they work', () => {
    useProductAlone();

    it('lose nothing and count nothing twice', async () => {
      const result = await replayWithCrashes(await deployedProduct(), {
        rows: await traceEndingDaysAgo(5),
        run: 'crash-suite',
        seed: 1,
        paths: ['http', 'sqs'],
        duplicates: 0.1,
        partial: 0.1,
        twoNames: 0.1,
        // Many small messages, for many invocations to be killed.
        batchSize: 4,
        report: NO_REPORT,
        progress: () => undefined,
        crashIntervalMs: 300,
        crashes: 24,
      });
      expect(result.repeated.partial).toBeGreaterThan(0);
      expect(result.repeated.underOneName).toBeGreaterThan(0);
      expect(result.kills.size).toBe(3);
      for (const kills of result.kills.values()) expect(kills).toBeGreaterThan(0);
      expect(result.differences).toEqual([]);
      expect(result.differencesAfterRollUp).toEqual([]);
      expect(result.audit.differences).toBe(0);
      // The month is not over.
      expect(result.audit.pending.filter(({ period }) => period !== 'month')).toEqual([]);
      expect(result.audit.comparedHours).toBeGreaterThan(0);
    });
  });
}
