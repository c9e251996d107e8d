import {
  adoptPrices,
  type PriceStore,
  type RollUpDeps,
  rollUp,
  SHIPPED_PRICE_BOOK,
  type SweepDeps,
  sweep,
} from '@token-ledger/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Telemetry } from '../shared/telemetry.ts';

/** The time reserved to finish the current bucket before the function times out. */
const RESERVE_MS = 20_000;

/**
 * Sent by a schedule or an operator. `{ "coalesceLate": false }` rolls up late records without waiting.
 * `{ "sweepHours": 72 }` recomputes the last 72 hours, changed or not, and at once: while hours are marked, every query
 * about them reads their records.
 */
const eventSchema = z.looseObject({
  coalesceLate: z._default(z.boolean(), true),
  sweepHours: z.optional(z.int().check(z.gte(1), z.lte(720))),
});

export interface RollUpUsageDeps {
  readonly ledger: RollUpDeps & SweepDeps & { readonly prices: PriceStore };
  readonly telemetry: Telemetry;
  readonly maxBuckets: number;
}

export function createHandler({ ledger, telemetry, maxBuckets }: RollUpUsageDeps) {
  return async (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
    const { coalesceLate, sweepHours } = eventSchema.parse(event);
    const deadlineMs = ledger.clock() + context.getRemainingTimeInMillis() - RESERVE_MS;
    try {
      await adoptShippedPrices({ ledger, telemetry });
      const swept = sweepHours === undefined ? undefined : await sweep(ledger, sweepHours);
      telemetry.count('HoursSwept', swept?.markedHours ?? 0);
      const report = await rollUp(ledger, { maxBuckets, deadlineMs, coalesceLate: coalesceLate && !swept });
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
      telemetry.count('UnpricedRequests', report.newlyUnpriced);
      telemetry.count('OldestMarkAge', Math.round(report.oldestMarkAgeMs / 1000));
      const { failures, ...summary } = report;
      return { ...summary, failed: failures.length, ...(swept && { swept }) };
    } finally {
      telemetry.flush();
    }
  };
}

/** Adopts the prices that a new version of the product ships. If that fails, statistics still stay up to date. */
async function adoptShippedPrices({
  ledger,
  telemetry,
}: Pick<RollUpUsageDeps, 'ledger' | 'telemetry'>): Promise<void> {
  try {
    const { prices: store, clock } = ledger;
    const change = await adoptPrices({ store, clock, shipped: SHIPPED_PRICE_BOOK });
    if (change.kind !== 'invalid') return;
    telemetry.count('PriceBooksRefused', 1);
    telemetry.logger.error(
      'The price overrides do not fit the prices of this version; the previous prices stay.',
      {
        problems: change.problems,
      },
    );
  } catch (error) {
    telemetry.logger.error('The prices could not be updated; the next run tries again.', {
      error: error as Error,
    });
  }
}
