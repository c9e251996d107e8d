import { ALL_ID, foldSegments } from '../ledger/fold.ts';
import { DIMENSIONS, type Dimension } from '../ledger/ledger-store.ts';
import type { FoldDimension } from '../ledger/read/fold-dimension.ts';
import { type ReadDeps, SourceReader } from '../ledger/read/source-reader.ts';
import { StatisticsReader } from '../ledger/read/statistics-reader.ts';
import type { Statistics } from '../ledger/statistics.ts';
import type { Budget } from './budget.ts';
import type { BudgetPeriod } from './budget-period.ts';
import type { Spending } from './spent-amount.ts';
import { spentOf } from './spent-of.ts';

/** The settings of a budget that decide what it spent. */
export type SpendQuestion = Pick<Budget, 'scope' | 'unit' | 'period'>;

export interface Spend extends Spending {
  /** False while a mass backfill is being rolled up: until then, less is counted than was recorded. */
  readonly exact: boolean;
}

export interface SpendReader {
  /** Everything acknowledged by then is counted. */
  readonly asOfMs: number;
  read(question: SpendQuestion, period: BudgetPeriod): Promise<Spend>;
}

/** A period has at most this many rows: the days of a week, or one. */
const MAX_ROWS = 7;

interface Answer {
  readonly parts: readonly Statistics[];
  readonly exact: boolean;
}

/**
 * Reads the spending of many budgets by the same rules as `readStatistics`, and reads what they share only once: the
 * marks, the prices, and the records of hours that are not rolled up.
 */
export async function openSpendReader(deps: ReadDeps): Promise<SpendReader> {
  const foldAll = once(foldSegments, (_store, fromMs, toMs) => `${fromMs} ${toMs}`);
  const fold: FoldDimension = async (store, fromMs, toMs, pricer, dimension) => {
    const { folded, count } = await foldAll(store, fromMs, toMs, pricer, DIMENSIONS);
    return { folded: folded[dimension], count };
  };
  const readPrices = once(deps.readPrices, () => '');
  const shared = await SourceReader.begin({ ...deps, fold, readPrices });

  const readStatistics = once(
    async (dimension: Dimension, id: string, { startMs, endMs }: BudgetPeriod, monthly: boolean) => {
      const query = {
        dimension,
        id,
        period: monthly ? 'month' : 'day',
        fromMs: startMs,
        toMs: endMs,
        limit: MAX_ROWS,
      } as const;
      const sources = shared.another();
      const rows = await new StatisticsReader(sources, query).series(id);
      const answer: Answer = {
        parts: rows.map(({ statistics }) => statistics),
        exact: sources.freshness(startMs, endMs).inexactHours.length === 0,
      };
      return answer;
    },
    (dimension, id, period) => `${dimension} ${period.id} ${id}`,
  );

  return {
    asOfMs: shared.asOfMs,
    async read({ scope, unit, period: name }, period) {
      const [dimension, id] = statisticsOf(scope);
      const { parts, exact } = await readStatistics(dimension, id, period, name === 'monthly');
      return { ...spentOf(parts, scope, unit), exact };
    },
  };
}

function statisticsOf(scope: Budget['scope']): readonly [Dimension, string] {
  switch (scope.dimension) {
    case 'access_key':
    case 'user':
      return [scope.dimension, scope.id];
    default:
      return ['all', ALL_ID];
  }
}

/** Calls a function once for all arguments with the same key; every call returns the same promise. */
function once<A extends readonly unknown[], R>(
  call: (...args: A) => Promise<R>,
  keyOf: (...args: A) => string,
): (...args: A) => Promise<R> {
  const results = new Map<string, Promise<R>>();
  return (...args) => {
    const key = keyOf(...args);
    const known = results.get(key) ?? call(...args);
    results.set(key, known);
    return known;
  };
}
