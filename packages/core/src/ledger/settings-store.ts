import type { LedgerSettings } from './settings.ts';

/** What settings the ledger follows: their one place, so that everyone who reads and writes agrees on them. */
export interface SettingsStore {
  /** Strongly consistent; absent before the first. */
  getSettings(): Promise<LedgerSettings | undefined>;
  /** Stores `next` if what is stored still is `replaces`, or, with `replaces` undefined, if nothing is; returns whether it did. */
  putSettings(next: LedgerSettings, replaces: LedgerSettings | undefined): Promise<boolean>;
}
