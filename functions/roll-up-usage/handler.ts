import {
  adoptPrices,
  type PriceBook,
  type PriceStore,
  type RollUpDeps,
  rollUp,
  type SweepDeps,
  sweep,
} from '@token-ledger/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import type { ReadSources } from '../shared/silent-sources.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import type { AnnounceSilence } from './announce-silence.ts';

/** Time kept back for the bucket under way when the function's own time runs out. */
const RESERVE_MS = 20_000;
/** Of the ids of one line, which has room for them; a run that was asked for may roll up more. */
const MAX_LOGGED_BUCKETS = 1000;

/**
 * What a schedule sends, or a person. `{ "coalesceLate": false }` rolls up late records without waiting.
 * `{ "sweepHours": 72 }` recomputes so many hours whether they changed or not, and at once: while they are marked, every
 * question about them is answered from their records. `{ "range": { "fromMs": …, "toMs": … } }` rolls up only the hours of a
 * range and the days and months that they are part of: a person asked for it.
 */
const eventSchema = z.looseObject({
  coalesceLate: z._default(z.boolean(), true),
  sweepHours: z.optional(z.int().check(z.gte(1), z.lte(720))),
  range: z.optional(z.object({ fromMs: z.int(), toMs: z.int() })),
});

export interface RollUpUsageDeps {
  readonly ledger: RollUpDeps & SweepDeps & { readonly prices: PriceStore };
  /** The price book this version comes with, and the ids that the configuration explains. */
  readonly shippedPrices: PriceBook;
  readonly sources: ReadSources;
  readonly announceSilence: AnnounceSilence;
  readonly telemetry: Telemetry;
  readonly maxBuckets: number;
}

export function createHandler(deps: RollUpUsageDeps) {
  const { ledger, shippedPrices, sources, announceSilence, telemetry, maxBuckets } = deps;
  return async (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
    const { coalesceLate, sweepHours, range } = eventSchema.parse(event);
    const deadlineMs = ledger.clock() + context.getRemainingTimeInMillis() - RESERVE_MS;
    try {
      await adoptShippedPrices({ ledger, shippedPrices, telemetry });
      const swept = sweepHours === undefined ? undefined : await sweep(ledger, sweepHours);
      telemetry.count('HoursSwept', swept?.markedHours ?? 0);
      const rolledUp: string[] = [];
      const report = await rollUp(ledger, {
        onRolledUp: ({ id }) => rolledUp.push(id),
        // Only time bounds what a person asked for: the schedule may be off, or hours away.
        maxBuckets: range ? Number.POSITIVE_INFINITY : maxBuckets,
        deadlineMs,
        coalesceLate: coalesceLate && !swept && !range,
        ...(range && { within: range }),
      });
      for (const { period, bucketId, error } of report.failures) {
        telemetry.logger.error('A bucket could not be rolled up; the next run tries again.', {
          period,
          bucketId,
          error: error as Error,
        });
      }
      // A run that was asked for must not hide that those of the schedule stopped.
      if (!range) telemetry.count('RollUpRuns', 1);
      telemetry.count('BucketsRolledUp', report.rolledUp);
      telemetry.count('BucketsFailed', report.failures.length);
      telemetry.count('ShrinksRefused', report.shrinksRefused);
      telemetry.count('FrozenMarks', report.frozenMarks);
      telemetry.count('StatisticsKept', report.shrinksRefused + report.frozenMarks);
      telemetry.count('UnpricedRequests', report.newlyUnpriced);
      // Each metric is paid for in every hour in which it has a value: nothing waits most of the time.
      if (report.oldestMarkAgeMs > 0 && !range)
        telemetry.count('OldestMarkAge', Math.round(report.oldestMarkAgeMs / 1000));
      await countSilentSources({ sources, announceSilence, telemetry });
      const { failures, ...summary } = report;
      telemetry.logger.debug('A roll-up completed.', {
        ...summary,
        failed: failures.length,
        // Records are found by their hours: this function does not see them one by one.
        buckets: rolledUp.slice(0, MAX_LOGGED_BUCKETS),
      });
      return { ...summary, failed: failures.length, ...(swept && { swept }) };
    } finally {
      telemetry.flush();
    }
  };
}

/** Takes up the prices that a new version of the product comes with, and the ids that are configured. Statistics are kept up to date without them, too. */
async function adoptShippedPrices({
  ledger,
  shippedPrices,
  telemetry,
}: Pick<RollUpUsageDeps, 'ledger' | 'shippedPrices' | 'telemetry'>): Promise<void> {
  try {
    const { prices: store, clock } = ledger;
    const change = await adoptPrices({ store, clock, shipped: shippedPrices });
    if (change.kind !== 'invalid') return;
    telemetry.count('PriceBooksRefused', 1);
    telemetry.logger.error('The overrides do not fit the prices of this version; the former prices stay.', {
      problems: change.problems,
    });
  } catch (error) {
    telemetry.logger.error('The prices could not be brought up to date; the next run tries again.', {
      error: error as Error,
    });
  }
}

/** The roll-up runs often enough to notice in time, and does not depend on it. */
async function countSilentSources({
  sources,
  announceSilence,
  telemetry,
}: Pick<RollUpUsageDeps, 'sources' | 'announceSilence' | 'telemetry'>): Promise<void> {
  try {
    const heard = await sources();
    telemetry.count('SourcesSilent', heard.filter(({ silent }) => silent).length);
    await announceSilence(heard);
  } catch (error) {
    telemetry.logger.error(
      'Silent sources could not be looked for, or not be announced; the next run tries again.',
      {
        channel: 'quality',
        error,
      },
    );
  }
}
