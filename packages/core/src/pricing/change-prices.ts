import type { Clock } from '../time/clock.ts';
import { stableJson } from '../util/json.ts';
import { type MergedPriceBook, mergePriceBooks } from './merge-price-books.ts';
import type { PriceBook, PriceOverride } from './price-book.ts';
import type { PriceProblem } from './price-problem.ts';
import {
  FIRST_PRICE_SCHEDULE,
  nextPriceChangeMs,
  type PriceSchedule,
  withNewRevision,
} from './price-schedule.ts';
import type { PriceBookRevision, PriceStore } from './price-store.ts';

export interface ChangePricesDeps {
  readonly store: PriceStore;
  readonly clock: Clock;
  /** The price book this version of the product comes with. */
  readonly shipped: PriceBook;
}

/** The book made last, and since when it holds. */
export interface CurrentPrices {
  readonly current: PriceBookRevision;
  readonly fromMs: number;
  readonly schedule: PriceSchedule;
}

export type PriceChange =
  | ({ readonly kind: 'changed' | 'unchanged' } & CurrentPrices)
  | { readonly kind: 'invalid'; readonly problems: readonly PriceProblem[] }
  /** Somebody else changed the prices since `expectedRevision`. */
  | { readonly kind: 'outdated'; readonly latestRevision: number };

/** The prices made last; stores those that are shipped if there are none. */
export async function readCurrentPrices({ store, clock, shipped }: ChangePricesDeps): Promise<CurrentPrices> {
  while (true) {
    const schedule = await store.getPriceSchedule();
    if (schedule) return describe(store, schedule);
    const { latestRevision: revision } = FIRST_PRICE_SCHEDULE;
    await store.insertPriceBook({ revision, book: shipped, createdAtMs: clock() });
    await store.putPriceSchedule(FIRST_PRICE_SCHEDULE, undefined);
  }
}

/**
 * Has a company's overrides replaced by others, which hold from the next full hour on. What was computed at the old prices
 * stays so until its range is priced again.
 */
export async function changeOverrides(
  deps: ChangePricesDeps,
  overrides: readonly PriceOverride[],
  expectedRevision?: number,
): Promise<PriceChange> {
  return change(deps, ({ schedule: { latestRevision } }) =>
    expectedRevision !== undefined && expectedRevision !== latestRevision
      ? { kind: 'outdated', latestRevision }
      : mergePriceBooks(deps.shipped, overrides),
  );
}

/**
 * Makes a revision of the shipped price book with the overrides there are, if another one is shipped than before. Called
 * by functions that run regularly; `invalid` when the overrides do not fit the new book, and then everything stays as it is.
 */
export async function adoptPrices(deps: ChangePricesDeps): Promise<PriceChange> {
  return change(deps, ({ current }) => mergePriceBooks(deps.shipped, current.book.overrides));
}

type Decision = MergedPriceBook | Extract<PriceChange, { readonly kind: 'outdated' }>;

async function change(
  deps: ChangePricesDeps,
  decide: (prices: CurrentPrices) => Decision,
): Promise<PriceChange> {
  const { store, clock } = deps;
  while (true) {
    const prices = await readCurrentPrices(deps);
    const decision = decide(prices);
    if ('kind' in decision) return decision;
    if (!decision.ok) return { kind: 'invalid', problems: decision.problems };
    const { book } = decision;
    if (stableJson(book) === stableJson(prices.current.book)) return { kind: 'unchanged', ...prices };

    const createdAtMs = clock();
    let revision = prices.schedule.latestRevision + 1;
    // One that is there belongs to somebody who is changing the prices too, or stopped doing so.
    while (!(await store.insertPriceBook({ revision, book, createdAtMs }))) revision += 1;
    const fromMs = nextPriceChangeMs(createdAtMs);
    const schedule = withNewRevision(prices.schedule, revision, fromMs);
    if (await store.putPriceSchedule(schedule, prices.schedule)) {
      return { kind: 'changed', current: { revision, book, createdAtMs }, fromMs, schedule };
    }
  }
}

async function describe(store: PriceStore, schedule: PriceSchedule): Promise<CurrentPrices> {
  const current = await store.getPriceBook(schedule.latestRevision);
  if (!current) throw new Error(`Price book ${schedule.latestRevision} is not in the store.`);
  // Absent when a range was assigned to others since, so that it holds nowhere.
  const fromMs = schedule.spans.findLast(({ revision }) => revision === current.revision)?.fromMs;
  return { current, fromMs: fromMs ?? current.createdAtMs, schedule };
}
