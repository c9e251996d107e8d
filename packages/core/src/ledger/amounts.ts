import { TOKEN_KINDS } from '../usage/token-counts.ts';
import { MEASURE_NAMES, type MeasureName, type Measures, NO_MEASURES } from './measures.ts';

/*
 * Measures as they are stored. Rankings add up hundreds of thousands of rows; as bigints, most of their time went into
 * making and collecting garbage.
 */

/** A safe integer, or, where that is not exact, a bigint. */
export type Amount = number | bigint;
/** In the order of `MEASURE_NAMES`. What is missing at the end is 0. */
export type Amounts = readonly Amount[];

export function amountsOf(measures: Measures): Amounts {
  return MEASURE_NAMES.map((name) => amountOf(measures[name]));
}

export function measuresOf(amounts: Amounts): Measures {
  const measures: Record<MeasureName, bigint> = { ...NO_MEASURES };
  // Most are 0, and making a bigint takes longer than to look.
  for (let index = 0; index < amounts.length; index += 1) {
    const amount = amounts[index];
    if (amount) measures[MEASURE_NAMES[index] as MeasureName] = BigInt(amount);
  }
  return measures;
}

export function amountOf(sum: bigint): Amount {
  const asNumber = Number(sum);
  return Number.isSafeInteger(asNumber) ? asNumber : sum;
}

/** Where the measures are without which nothing is counted. */
export const COUNTED = (['requests', ...TOKEN_KINDS] as const).map((name) => MEASURE_NAMES.indexOf(name));

/** Like `countsNothing`. Tokens are never negative. */
export function amountsCountNothing(amounts: Amounts): boolean {
  return COUNTED.every((index) => !amounts[index]);
}

/** In place of a place: nothing is added. */
export const NO_PLACE = -1;

/** Where the rows of a column are added. */
export interface Places {
  readonly ofRows: Int32Array;
  /** More than any of them. */
  readonly count: number;
}

/** Exact sums of one measure, by place: numbers, and what they could not hold. */
export class AmountSums {
  readonly #numbers: number[] = [];
  readonly #beyond = new Map<number, bigint>();

  /** Places are numbered from 0. */
  add(place: number, amount: Amount): void {
    this.#reach(place + 1);
    this.#add(place, amount);
  }

  /** Adds each amount at its place, or nowhere where that is `NO_PLACE`. */
  addColumn({ ofRows, count }: Places, amounts: readonly Amount[]): void {
    this.#reach(count);
    for (let row = 0; row < ofRows.length; row += 1) {
      const place = ofRows[row] as number;
      if (place !== NO_PLACE) this.#add(place, amounts[row] as Amount);
    }
  }

  #reach(count: number): void {
    for (let next = this.#numbers.length; next < count; next += 1) this.#numbers.push(0);
  }

  #add(place: number, amount: Amount): void {
    // Of two safe integers, a sum that is not safe is never rounded to one that is.
    const sum = typeof amount === 'number' ? (this.#numbers[place] as number) + amount : Number.NaN;
    if (Number.isSafeInteger(sum)) this.#numbers[place] = sum;
    else this.#beyond.set(place, (this.#beyond.get(place) ?? 0n) + BigInt(amount));
  }

  at(place: number): Amount {
    const [number, beyond] = [this.#numbers[place] ?? 0, this.#beyond.get(place)];
    return beyond === undefined ? number : beyond + BigInt(number);
  }

  total(): Amount {
    const sum = new AmountSums();
    for (const number of this.#numbers) sum.add(0, number);
    for (const beyond of this.#beyond.values()) sum.add(0, beyond);
    return sum.at(0);
  }
}
