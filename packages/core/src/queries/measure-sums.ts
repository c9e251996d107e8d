import {
  type Amount,
  AmountSums,
  type Amounts,
  amountsCountNothing,
  amountsOf,
  COUNTED,
  measuresOf,
  NO_PLACE,
} from '../ledger/amounts.ts';
import type { CellColumns } from '../ledger/cell-columns.ts';
import {
  COST_MEASURES,
  MEASURE_NAMES,
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
  readonly #places = new Map<string, number>();
  /** By their places. */
  readonly #ids: string[] = [];
  /** By place: that of the id which came next. Lists are in the same order, so comparing two texts mostly saves a look-up. */
  readonly #following: number[] = [];
  #lastPlace = NO_PLACE;
  readonly #sums = MEASURE_NAMES.map(() => new AmountSums());

  add(id: string, measures: Measures): void {
    this.addAmounts(id, amountsOf(measures));
  }

  addAmounts(id: string, amounts: Amounts): void {
    if (amountsCountNothing(amounts)) return;
    const place = this.#placeOf(id);
    for (let index = 0; index < amounts.length; index += 1)
      (this.#sums[index] as AmountSums).add(place, amounts[index] as Amount);
  }

  /** Like `addAmounts`, of many at once: amounts in columns, in the order of the ids. */
  addColumns(ids: readonly string[], columns: CellColumns['amounts']): void {
    const ofRows = new Int32Array(ids.length).fill(NO_PLACE);
    // Nearly every row has requests, and the first column finds them all.
    let left = ids.length;
    for (const index of COUNTED) {
      const column = columns[index] ?? [];
      for (let row = 0; left > 0 && row < column.length; row += 1) {
        if (ofRows[row] !== NO_PLACE || !column[row]) continue;
        ofRows[row] = this.#placeOf(ids[row] as string);
        left -= 1;
      }
    }
    const places = { ofRows, count: this.#places.size };
    for (const [index, column] of columns.entries()) {
      if (column) (this.#sums[index] as AmountSums).addColumn(places, column);
    }
  }

  get size(): number {
    return this.#places.size;
  }

  has(id: string): boolean {
    return this.#places.has(id);
  }

  /** The largest first; ties by id. */
  ranked(by: Magnitude): readonly NamedMeasures[] {
    return [...this.#places]
      .map(([id, place]) => ({ id, totals: measuresOf(this.#sums.map((sums) => sums.at(place))) }))
      .map((named) => ({ ...named, magnitude: magnitudeOf(named.totals, by) }))
      .toSorted((a, b) => compareBigInts(b.magnitude, a.magnitude) || compareIds(a.id, b.id))
      .map(({ id, totals }) => ({ id, totals }));
  }

  total(): Measures {
    return measuresOf(this.#sums.map((sums) => sums.total()));
  }

  #placeOf(id: string): number {
    const before = this.#lastPlace;
    const next = this.#following[before] ?? NO_PLACE;
    if (this.#ids[next] === id) return (this.#lastPlace = next);
    this.#lastPlace = this.#lookUp(id);
    if (before !== NO_PLACE) this.#following[before] = this.#lastPlace;
    return this.#lastPlace;
  }

  #lookUp(id: string): number {
    const { size } = this.#places;
    const place = this.#places.get(id) ?? size;
    if (place === size) {
      this.#places.set(id, size);
      this.#ids.push(id);
      this.#following.push(NO_PLACE);
    }
    return place;
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
