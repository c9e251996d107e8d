import { withRevisionBetween } from '../../pricing/price-schedule.ts';
import type { PriceStore } from '../../pricing/price-store.ts';
import type { Pricer } from '../../pricing/pricer.ts';
import type { ReadPrices } from '../../pricing/prices.ts';
import type { Bucket } from '../../time/bucket.ts';
import type { Calendar } from '../../time/calendar.ts';
import { mapConcurrently } from '../../util/map-concurrently.ts';
import { StatisticsFold } from '../fold.ts';
import type { MarkStore, SegmentStore } from '../ledger-store.ts';
import { type MarkHoursDeps, markBuckets, recomputableHours, withLeaves } from '../mark-hours.ts';
import { addMeasures, type Measures, NO_MEASURES } from '../measures.ts';
import type { Retention } from '../retention.ts';
import { distinctRecords } from '../unite-copies.ts';

/*
 * Pricing a past range again: its hours are assigned to the price book made last, and then marked for a repair, as the cost
 * changes while the number of records does not. A roll-up reads the assignment after the mark it works on, so one
 * that read the old assignment finds its mark or its versions replaced. Stopped between the two, it must be done again.
 */

export interface RepriceDeps extends MarkHoursDeps {
  readonly store: MarkStore & SegmentStore;
  readonly prices: PriceStore;
  readonly readPrices: ReadPrices;
  readonly calendar: Calendar;
  readonly retention: Retention;
}

export interface RepriceRange {
  /** The hours that intersect [fromMs, toMs) and have begun. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface RepriceReport {
  /** The revision the hours are assigned to. */
  readonly revision: number;
  readonly repricedHours: number;
  /** Hours whose records expire or did, which therefore keep their cost. */
  readonly skippedFrozenHours: number;
}

/** What a range costs by its prices and by those made last, by model. */
export interface RepricePreview extends RepriceReport {
  readonly models: ReadonlyMap<string, { readonly before: Measures; readonly after: Measures }>;
}

const CONCURRENT_HOURS = 4;

/** Computes what `reprice` would change, from the records themselves; changes nothing. */
export async function previewReprice(deps: RepriceDeps, range: RepriceRange): Promise<RepricePreview> {
  const { hours, frozen } = hoursOf(deps, range);
  const revision = await latestRevision(deps.prices);
  const prices = await deps.readPrices();
  const latest = await prices.pricerOf(revision);
  const models = new Map<string, { before: Measures; after: Measures }>();
  await mapConcurrently(hours, CONCURRENT_HOURS, async (hour) => {
    const current = await prices.pricerAt(hour.startMs);
    const [before, after] = await foldTwice(deps.store, hour, current, latest);
    for (const [model, measures] of before) {
      const sums = models.get(model) ?? { before: NO_MEASURES, after: NO_MEASURES };
      models.set(model, {
        before: addMeasures(sums.before, measures),
        after: addMeasures(sums.after, after.get(model) ?? NO_MEASURES),
      });
    }
  });
  return { revision, repricedHours: hours.length, skippedFrozenHours: frozen, models };
}

/** Has the hours of a range priced by the price book made last. The roll-up does the rest. */
export async function reprice(deps: RepriceDeps, range: RepriceRange): Promise<RepriceReport> {
  const { hours, frozen } = hoursOf(deps, range);
  let revision = 0;
  let stored = hours.length === 0;
  while (!stored) {
    const schedule = await deps.prices.getPriceSchedule();
    if (!schedule) throw new Error('There are no stored prices yet.');
    revision = schedule.latestRevision;
    const next = hours.reduce(
      (assigned, { startMs, endMs }) => withRevisionBetween(assigned, startMs, endMs, revision),
      schedule,
    );
    stored = await deps.prices.putPriceSchedule(next, schedule);
  }
  const buckets = hours.flatMap((hour) => withLeaves(deps.calendar, hour));
  await markBuckets(deps, buckets, true);
  return { revision, repricedHours: hours.length, skippedFrozenHours: frozen };
}

/** Hours to come have the latest prices anyway. */
function hoursOf(deps: RepriceDeps, { fromMs, toMs }: RepriceRange) {
  const nowMs = deps.clock();
  return recomputableHours(deps, fromMs, Math.min(toMs, nowMs), nowMs);
}

async function latestRevision(store: PriceStore): Promise<number> {
  const schedule = await store.getPriceSchedule();
  if (!schedule) throw new Error('There are no stored prices yet.');
  return schedule.latestRevision;
}

/** The measures of an hour's records by model, by two price books at once, so that both count the same records. */
async function foldTwice(
  store: SegmentStore,
  { startMs, endMs }: Bucket,
  ...pricers: readonly [Pricer, Pricer]
): Promise<readonly [ReadonlyMap<string, Measures>, ReadonlyMap<string, Measures>]> {
  const [before, after] = [new StatisticsFold(pricers[0]), new StatisticsFold(pricers[1])];
  for await (const records of distinctRecords(store, startMs, endMs)) {
    for (const record of records) {
      before.add(record);
      after.add(record);
    }
  }
  return [byModel(before), byModel(after)];
}

function byModel(fold: StatisticsFold): ReadonlyMap<string, Measures> {
  const models = new Map<string, Measures>();
  for (const statistics of fold.result().all.values()) {
    for (const { model, measures } of statistics.cells)
      models.set(model, addMeasures(models.get(model) ?? NO_MEASURES, measures));
  }
  return models;
}
