import { createHash } from 'node:crypto';

/** Names that were met before, up to a number of them. Holds 48 bits of each: enough to count repetitions, not to drop any. */
export class RepeatedNames {
  readonly #maxNames: number;
  readonly #digests = new Set<number>();

  constructor(maxNames: number) {
    this.#maxNames = maxNames;
  }

  /** Whether the name was met before. Once there are too many, new ones are not remembered. */
  repeats(accessKeyId: string, name: string): boolean {
    const digest = createHash('sha256').update(`${accessKeyId}\n${name}`).digest().readUIntBE(0, 6);
    if (this.#digests.has(digest)) return true;
    if (this.#digests.size < this.#maxNames) this.#digests.add(digest);
    return false;
  }
}
