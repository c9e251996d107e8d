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

const COUNTED = (['requests', ...TOKEN_KINDS] as const).map((name) => MEASURE_NAMES.indexOf(name));

/** Like `countsNothing`. Tokens are never negative. */
export function amountsCountNothing(amounts: Amounts): boolean {
  return COUNTED.every((index) => !amounts[index]);
}

/** An exact sum of measures: numbers, and what they could not hold. */
export class AmountSum {
  readonly #numbers: number[] = MEASURE_NAMES.map(() => 0);
  #beyond: bigint[] | undefined;

  add(amounts: Amounts): void {
    for (let index = 0; index < amounts.length; index += 1) {
      const amount = amounts[index] as Amount;
      // Of two safe integers, a sum that is not safe is never rounded to one that is.
      const sum = typeof amount === 'number' ? (this.#numbers[index] as number) + amount : Number.NaN;
      if (Number.isSafeInteger(sum)) this.#numbers[index] = sum;
      else this.#addBeyond(index, amount);
    }
  }

  measures(): Measures {
    return measuresOf(
      this.#numbers.map((number, index) => {
        const beyond = this.#beyond?.[index];
        return beyond ? beyond + BigInt(number) : number;
      }),
    );
  }

  #addBeyond(index: number, amount: Amount): void {
    this.#beyond ??= MEASURE_NAMES.map(() => 0n);
    this.#beyond[index] = (this.#beyond[index] as bigint) + BigInt(amount);
  }
}
