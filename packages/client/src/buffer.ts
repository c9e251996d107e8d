/** A record as it is sent, encoded once. */
export interface BufferedRecord {
  readonly json: string;
  /** Of the JSON in UTF-8. */
  readonly bytes: number;
  /** The name under which the ledger answers about it. */
  readonly requestId: string;
}

/** What happens to a new record when the buffer is full. */
export type WhenFull = 'drop-newest' | 'drop-oldest';

/** Records that wait to be sent, in order, in bounded memory. */
export class RecordBuffer {
  readonly #maxBytes: number;
  readonly #whenFull: WhenFull;
  #records: BufferedRecord[] = [];
  #bytes = 0;

  constructor(maxBytes: number, whenFull: WhenFull) {
    this.#maxBytes = maxBytes;
    this.#whenFull = whenFull;
  }

  get count(): number {
    return this.#records.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a record. Returns how many were dropped for it, or because of it. */
  add(record: BufferedRecord): number {
    if (record.bytes > this.#maxBytes) return 1;
    let dropped = 0;
    while (this.#bytes + record.bytes > this.#maxBytes) {
      if (this.#whenFull === 'drop-newest') return dropped + 1;
      this.#take(1);
      dropped += 1;
    }
    this.#records.push(record);
    this.#bytes += record.bytes;
    return dropped;
  }

  /** Removes and returns the first records: at most so many, and so many bytes; at least one if there is any. */
  take(maxCount: number, maxBytes: number): readonly BufferedRecord[] {
    let count = 0;
    let bytes = 0;
    for (const record of this.#records) {
      if (count === maxCount || (count > 0 && bytes + record.bytes > maxBytes)) break;
      count += 1;
      bytes += record.bytes;
    }
    return this.#take(count);
  }

  /** Puts records back in front, in their order. They were in the buffer before, so they are kept even if it is full now. */
  putBack(records: readonly BufferedRecord[]): void {
    this.#records = [...records, ...this.#records];
    this.#bytes += sumOfBytes(records);
  }

  #take(count: number): readonly BufferedRecord[] {
    const taken = this.#records.splice(0, count);
    this.#bytes -= sumOfBytes(taken);
    return taken;
  }
}

function sumOfBytes(records: readonly BufferedRecord[]): number {
  return records.reduce((sum, { bytes }) => sum + bytes, 0);
}
