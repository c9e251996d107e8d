import type { PriceBook } from './price-book.ts';
import type { PriceSchedule } from './price-schedule.ts';

/** A price book as it was made; never changed. */
export interface PriceBookRevision {
  /** 1, 2, …; some numbers may be missing. */
  readonly revision: number;
  readonly book: PriceBook;
  readonly createdAtMs: number;
}

export interface PriceStore {
  /** Strongly consistent; absent until prices were stored for the first time. */
  getPriceSchedule(): Promise<PriceSchedule | undefined>;
  /** Stores `next` if what is stored still is `replaces`, or, with `replaces` undefined, if nothing is; returns whether it did. */
  putPriceSchedule(next: PriceSchedule, replaces: PriceSchedule | undefined): Promise<boolean>;
  getPriceBook(revision: number): Promise<PriceBookRevision | undefined>;
  /** Stores a book unless there is one of this revision; returns whether it did. */
  insertPriceBook(book: PriceBookRevision): Promise<boolean>;
}
