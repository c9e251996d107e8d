import type { UsageRecord } from '../usage/record.ts';

/** A view of the raw records that needs not read them all. */
export interface RecordSampler {
  /**
   * About `count` raw records from places chosen at random, whenever they occurred; fewer if there are fewer. Neither erased
   * ones nor those past their time to live. Strongly consistent.
   */
  sampleRecords(count: number): Promise<readonly UsageRecord[]>;
}

/** Keeps `size` of any number of values, each as likely as the other. `random` gives numbers from 0 to below 1. */
export class Reservoir<T> {
  readonly #size: number;
  readonly #random: () => number;
  readonly #kept: T[] = [];
  #seen = 0;

  constructor(size: number, random: () => number) {
    this.#size = size;
    this.#random = random;
  }

  add(value: T): void {
    this.#seen += 1;
    if (this.#kept.length < this.#size) {
      this.#kept.push(value);
      return;
    }
    const place = Math.floor(this.#random() * this.#seen);
    if (place < this.#size) this.#kept[place] = value;
  }

  values(): readonly T[] {
    return [...this.#kept];
  }
}
