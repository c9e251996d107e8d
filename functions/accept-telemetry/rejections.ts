import type { Rejection } from '@token-ledger/otlp';

/** Kinds of rejections that an answer describes. */
const MAX_DESCRIBED = 5;
const MAX_DESCRIPTION_LENGTH = 300;

/** Counts what of a request is rejected, and describes the first of each kind. */
export class Rejections {
  readonly #kinds = new Map<string, { count: number; readonly first: string }>();
  count = 0;

  add(code: string, description: string): void {
    this.count += 1;
    const kind = this.#kinds.get(code);
    if (kind) kind.count += 1;
    else this.#kinds.set(code, { count: 1, first: description.slice(0, MAX_DESCRIPTION_LENGTH) });
  }

  /** Nothing if nothing was rejected. */
  summary(): Rejection | undefined {
    if (this.count === 0) return undefined;
    const kinds = [...this.#kinds].slice(0, MAX_DESCRIBED);
    const message = kinds.map(([code, { count, first }]) => `${code} (${count}): ${first}`).join(' | ');
    return { rejected: this.count, message };
  }
}
