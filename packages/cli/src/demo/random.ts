/** Random numbers, the same for the same seed: Mulberry32 by Tommy Ettinger (public domain). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** Uniformly from [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from [0, bound). */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items, each equally often. */
  pick<T>(items: readonly T[]): T {
    return itemAt(items, this.next());
  }

  /** One of the items, the first ones more often than the last, as in real usage. */
  pickSkewed<T>(items: readonly T[]): T {
    return itemAt(items, this.next() * this.next());
  }

  /** The items in random order (Fisher and Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const shuffled: T[] = [];
    for (const item of items) {
      const place = this.below(shuffled.length + 1);
      shuffled.push(shuffled[place] ?? item);
      shuffled[place] = item;
    }
    return shuffled;
  }
}

/** The item at a share of the list, from [0, 1). */
function itemAt<T>(items: readonly T[], share: number): T {
  if (items.length === 0) throw new RangeError('There is nothing to pick from.');
  return items[Math.floor(share * items.length)] as T;
}
