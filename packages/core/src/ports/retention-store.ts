import type { Retention } from '../ledger/retention.ts';

/** What retention the ledger follows: its one place, so that everyone who writes agrees on when copies expire. */
export interface RetentionStore {
  /** Strongly consistent; absent before the first. */
  getRetention(): Promise<Retention | undefined>;
  /** Stores `next` if what is stored still is `replaces`, or, with `replaces` undefined, if nothing is; tells whether it did. */
  putRetention(next: Retention, replaces: Retention | undefined): Promise<boolean>;
}
