import { AmountSum, type Amounts, amountsCountNothing, amountsOf } from '../ledger/amounts.ts';
import {
  COST_MEASURES,
  type MeasureName,
  type Measures,
  sumOfEffectiveTokens,
  sumOfTokens,
} from '../ledger/measures.ts';
import type { Statistics } from '../ledger/statistics.ts';
import { TOKEN_KINDS } from '../usage/token-counts.ts';
import { compareIds } from '../util/compare-ids.ts';

export interface NamedMeasures {
  readonly id: string;
  readonly totals: Measures;
}

/** Sums by id. What counts nothing is not there. */
export class MeasureSums {
  readonly #sums = new Map<string, AmountSum>();
  readonly #total = new AmountSum();

  add(id: string, measures: Measures): void {
    this.addAmounts(id, amountsOf(measures));
  }

  addAmounts(id: string, amounts: Amounts): void {
    if (amountsCountNothing(amounts)) return;
    let sum = this.#sums.get(id);
    if (!sum) this.#sums.set(id, (sum = new AmountSum()));
    sum.add(amounts);
    this.#total.add(amounts);
  }

  get size(): number {
    return this.#sums.size;
  }

  /** The largest first; ties by id. */
  ranked(by: Magnitude): readonly NamedMeasures[] {
    return [...this.#sums]
      .map(([id, sum]) => ({ id, totals: sum.measures() }))
      .map((named) => ({ ...named, magnitude: magnitudeOf(named.totals, by) }))
      .toSorted((a, b) => compareBigInts(b.magnitude, a.magnitude) || compareIds(a.id, b.id))
      .map(({ id, totals }) => ({ id, totals }));
  }

  total(): Measures {
    return this.#total.measures();
  }
}

/** The sums of statistics by model or by feature. */
export function sumsByCell({ cells }: Statistics, part: 'model' | 'feature'): MeasureSums {
  const sums = new MeasureSums();
  for (const cell of cells) sums.add(cell[part], cell.measures);
  return sums;
}

/** What things can be compared by: the measures, and the sums of tokens made of them. */
export const MAGNITUDES = [
  'total',
  'effective',
  'requests',
  'errors',
  ...TOKEN_KINDS,
  ...COST_MEASURES,
] as const satisfies readonly ('total' | 'effective' | MeasureName)[];
export type Magnitude = (typeof MAGNITUDES)[number];

export function magnitudeOf(measures: Measures, magnitude: Magnitude): bigint {
  if (magnitude === 'total') return sumOfTokens(measures);
  if (magnitude === 'effective') return sumOfEffectiveTokens(measures);
  return measures[magnitude];
}

/** Six decimal places, exact for sums of any size. */
const SHARE_DIGITS = 1_000_000n;

/** The ratio of a part to a whole, rounded down to six decimal places; undefined if the whole is 0. */
export function ratio(part: bigint, whole: bigint): number | undefined {
  return whole === 0n ? undefined : Number((part * SHARE_DIGITS) / whole) / Number(SHARE_DIGITS);
}

function compareBigInts(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}
