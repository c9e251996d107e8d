import { type PriceBookRevision, type PriceSchedule, type PriceStore, stableJson } from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';

export class InMemoryPriceStore implements PriceStore {
  #schedule: PriceSchedule | undefined;
  readonly #books = new Map<number, PriceBookRevision>();

  async getPriceSchedule(): Promise<PriceSchedule | undefined> {
    return this.#schedule;
  }

  async putPriceSchedule(next: PriceSchedule, replaces: PriceSchedule | undefined): Promise<boolean> {
    if (stableJson(this.#schedule) !== stableJson(replaces)) return false;
    this.#schedule = frozenCopy(next);
    return true;
  }

  async getPriceBook(revision: number): Promise<PriceBookRevision | undefined> {
    return this.#books.get(revision);
  }

  async insertPriceBook(book: PriceBookRevision): Promise<boolean> {
    if (this.#books.has(book.revision)) return false;
    this.#books.set(book.revision, frozenCopy(book));
    return true;
  }
}
