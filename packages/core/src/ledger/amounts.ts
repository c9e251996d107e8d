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

/** Exact sums of one measure, by place: numbers, and what they could not hold. */
export class AmountSums {
  readonly #numbers: number[] = [];
  readonly #beyond = new Map<number, bigint>();

  /** Places are numbered from 0. */
  add(place: number, amount: Amount): void {
    for (let next = this.#numbers.length; next <= place; next += 1) this.#numbers.push(0);
    // Of two safe integers, a sum that is not safe is never rounded to one that is.
    const sum = typeof amount === 'number' ? (this.#numbers[place] as number) + amount : Number.NaN;
    if (Number.isSafeInteger(sum)) this.#numbers[place] = sum;
    else this.#beyond.set(place, (this.#beyond.get(place) ?? 0n) + BigInt(amount));
  }

  /** Adds each amount at its place, if it has one. */
  addColumn(places: readonly (number | undefined)[], amounts: readonly Amount[]): void {
    for (let row = 0; row < places.length; row += 1) {
      const [place, amount] = [places[row], amounts[row] as Amount];
      if (place !== undefined && amount !== 0) this.add(place, amount);
    }
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
