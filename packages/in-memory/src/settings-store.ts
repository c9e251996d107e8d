import { type LedgerSettings, type SettingsStore, stableJson } from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';

export class InMemorySettingsStore implements SettingsStore {
  #stored: LedgerSettings | undefined;

  async getSettings(): Promise<LedgerSettings | undefined> {
    return this.#stored;
  }

  async putSettings(next: LedgerSettings, replaces: LedgerSettings | undefined): Promise<boolean> {
    if (stableJson(this.#stored) !== stableJson(replaces)) return false;
    this.#stored = frozenCopy(next);
    return true;
  }
}
