import type { Retention } from '../ledger/retention.ts';
import type { RetentionStore } from '../ports/retention-store.ts';
import { frozenCopy } from './frozen-copy.ts';

export class InMemoryRetentionStore implements RetentionStore {
  #stored: Retention | undefined;

  async getRetention(): Promise<Retention | undefined> {
    return this.#stored;
  }

  async putRetention(next: Retention, replaces: Retention | undefined): Promise<boolean> {
    if (JSON.stringify(this.#stored) !== JSON.stringify(replaces)) return false;
    this.#stored = frozenCopy(next);
    return true;
  }
}
