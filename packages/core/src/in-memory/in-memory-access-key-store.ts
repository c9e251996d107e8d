import { type AccessKey, AccessKeyExistsError, type AccessKeyStore } from '../ports/access-key-store.ts';
import { frozenCopy } from './frozen-copy.ts';
import { runAtOnce, type Step } from './step.ts';

export interface InMemoryAccessKeyStoreOptions {
  /** Runs every operation; at once if absent. */
  readonly step?: Step;
}

export class InMemoryAccessKeyStore implements AccessKeyStore {
  readonly #step: Step;
  readonly #keys = new Map<string, AccessKey>();

  constructor({ step = runAtOnce }: InMemoryAccessKeyStoreOptions = {}) {
    this.#step = step;
  }

  getAccessKey(id: string): Promise<AccessKey | undefined> {
    return this.#step('getAccessKey', () => this.#keys.get(id));
  }

  createAccessKey(key: AccessKey): Promise<void> {
    return this.#step('createAccessKey', () => {
      if (this.#keys.has(key.id)) throw new AccessKeyExistsError(`There is an access key ${key.id} already.`);
      this.#keys.set(key.id, frozenCopy(key));
    });
  }
}
