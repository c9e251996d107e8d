import type { LeafMinutes } from '../time/leaf-schedule.ts';

/** What of the configuration all copies and statistics of one time depend on; a `Retention` and a `LeafSchedule` at once. */
export interface TimedSettings {
  /** How long raw copies live, at least 4. */
  readonly retentionDays: number;
  /** Into what hours are divided; 60: not at all. */
  readonly leafMinutes: LeafMinutes;
}

/**
 * Settings belong to when usage occurred, not to when it is written or read, so that everyone treats all usage of one
 * time alike however often they are changed.
 */
export interface LedgerSettings extends TimedSettings {
  /** What held for usage that occurred before an instant (a full hour), earliest first. */
  readonly earlier?: readonly ({ readonly untilMs: number } & TimedSettings)[];
}

/** What settings the ledger follows: their one place, so that everyone who reads and writes agrees on them. */
export interface SettingsStore {
  /** Strongly consistent; absent before the first. */
  getSettings(): Promise<LedgerSettings | undefined>;
  /** Stores `next` if what is stored still is `replaces`, or, with `replaces` undefined, if nothing is; tells whether it did. */
  putSettings(next: LedgerSettings, replaces: LedgerSettings | undefined): Promise<boolean>;
}
