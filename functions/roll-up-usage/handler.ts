import { type RollUpDeps, rollUp } from '@token-ledger/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Telemetry } from '../telemetry.ts';

/** Time kept back for the bucket under way when the function's own time runs out. */
const RESERVE_MS = 20_000;

/** What the schedule sends, or a person: `{ "coalesceLate": false }` rolls up late records without waiting. */
const eventSchema = z.looseObject({ coalesceLate: z._default(z.boolean(), true) });

export interface RollUpUsageDeps {
  readonly ledger: RollUpDeps;
  readonly telemetry: Telemetry;
  readonly maxBuckets: number;
}

export function createHandler({ ledger, telemetry, maxBuckets }: RollUpUsageDeps) {
  return async (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
    const { coalesceLate } = eventSchema.parse(event);
    const deadlineMs = ledger.clock() + context.getRemainingTimeInMillis() - RESERVE_MS;
    try {
      const report = await rollUp(ledger, { maxBuckets, deadlineMs, coalesceLate });
      for (const { period, bucketId, error } of report.failures) {
        telemetry.logger.error('A bucket could not be rolled up; the next run tries again.', {
          period,
          bucketId,
          error: error as Error,
        });
      }
      telemetry.count('RollUpRuns', 1);
      telemetry.count('BucketsRolledUp', report.rolledUp);
      telemetry.count('BucketsFailed', report.failures.length);
      telemetry.count('ShrinksRefused', report.shrinksRefused);
      telemetry.count('FrozenMarks', report.frozenMarks);
      telemetry.count('OldestMarkAge', Math.round(report.oldestMarkAgeMs / 1000));
      const { failures, ...summary } = report;
      return { ...summary, failed: failures.length };
    } finally {
      telemetry.flush();
    }
  };
}
