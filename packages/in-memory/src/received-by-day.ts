import { compareIds } from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';

export interface Received {
  readonly id: string;
  readonly receivedAtMs: number;
}

/** What is listed by the UTC day it was received on. */
export class ReceivedByDay<T extends Received> {
  readonly #items = new Map<string, T>();

  /** The first of an id stays. */
  put(item: T): void {
    const key = keyOf(item);
    if (!this.#items.has(key)) this.#items.set(key, frozenCopy(item));
  }

  list(utcDay: string, { afterId, limit }: { afterId?: string; limit?: number } = {}): readonly T[] {
    return [...this.#items.values()]
      .filter(
        (item) => utcDayOf(item) === utcDay && (afterId === undefined || compareIds(item.id, afterId) > 0),
      )
      .toSorted((a, b) => compareIds(a.id, b.id))
      .slice(0, limit);
  }

  get(utcDay: string, id: string): T | undefined {
    return this.#items.get(`${utcDay} ${id}`);
  }

  delete(item: Received): void {
    this.#items.delete(keyOf(item));
  }
}

function keyOf(received: Received): string {
  return `${utcDayOf(received)} ${received.id}`;
}

function utcDayOf({ receivedAtMs }: Received): string {
  return new Date(receivedAtMs).toISOString().slice(0, 10).replaceAll('-', '');
}
