import type { UsageRecord } from '../../usage/record.ts';
import { stableJson } from '../../util/json.ts';

/**
 * What a set of records comes down to: their number, and the sum of two hashes of each. Equal sets have equal digests in
 * whatever order they are read; sets that differ by chance have different ones, but for one in 2^64.
 */
export class RecordDigest {
  #count = 0;
  #low = 0;
  #high = 0;

  add(record: UsageRecord): void {
    const text = stableJson(record);
    this.#count += 1;
    this.#low = (this.#low + hash(text, 0x9e3779b1)) >>> 0;
    this.#high = (this.#high + hash(text, 0x85ebca6b)) >>> 0;
  }

  get count(): number {
    return this.#count;
  }

  equals(other: RecordDigest): boolean {
    return this.#count === other.#count && this.#low === other.#low && this.#high === other.#high;
  }
}

/** FNV-1a over UTF-16 units from a seed, with the final mixing of MurmurHash3. Guards against accidents, not against attacks. */
function hash(text: string, seed: number): number {
  let state = seed ^ 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
