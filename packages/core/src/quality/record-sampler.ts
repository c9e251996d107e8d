import type { UsageRecord } from '../usage/record.ts';

/** A sample of the raw records that does not need to read them all. */
export interface RecordSampler {
  /**
   * About `count` raw records from random places, whenever they occurred; fewer if there are fewer. Excludes erased
   * records and those past their time to live. Strongly consistent.
   */
  sampleRecords(count: number): Promise<readonly UsageRecord[]>;
}

/** Keeps `size` of any number of values, each with equal probability. `random` returns numbers from 0 to below 1. */
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
