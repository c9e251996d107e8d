import type { UsageRecord } from '../../usage/record.ts';
import { hashText } from '../../util/hash-text.ts';
import { stableJson } from '../../util/json.ts';

/**
 * What a set of records comes down to: their number, and the sum of two hashes of each. Equal sets have equal digests in
 * any order of reading; sets that differ by chance have different ones, but for one in 2^64.
 */
export class RecordDigest {
  #count = 0;
  #low = 0;
  #high = 0;

  add(record: UsageRecord): void {
    const text = stableJson(record);
    this.#count += 1;
    this.#low = (this.#low + hashText(text, 0x9e3779b1)) >>> 0;
    this.#high = (this.#high + hashText(text, 0x85ebca6b)) >>> 0;
  }

  get count(): number {
    return this.#count;
  }

  equals(other: RecordDigest): boolean {
    return this.#count === other.#count && this.#low === other.#low && this.#high === other.#high;
  }
}
