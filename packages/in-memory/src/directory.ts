import {
  type AccessKey,
  type AccessKeyDescription,
  AccessKeyExistsError,
  type AccessKeyStore,
  compareIds,
  type DirectoryPage,
  type DisabledIds,
  type DisabledIdsStore,
  type User,
  type UserStore,
  type WaitingEvent,
  type WaitingEventStore,
} from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import { runAtOnce, type Step } from './step.ts';

export interface InMemoryDirectoryOptions {
  /** Wraps every operation; by default it runs at once. */
  readonly step?: Step;
}

interface Entry {
  readonly id: string;
  readonly revision: number;
  readonly disabledAtMs?: number;
}

/** Access keys and the events about them, users, and the list of disabled ones. */
export class InMemoryDirectory implements AccessKeyStore, UserStore, DisabledIdsStore, WaitingEventStore {
  readonly #step: Step;
  readonly #keys = new Map<string, AccessKey>();
  readonly #users = new Map<string, User>();
  readonly #lastUses = new Map<string, number>();
  readonly #waitingEvents = new Map<string, WaitingEvent>();

  constructor({ step = runAtOnce }: InMemoryDirectoryOptions = {}) {
    this.#step = step;
  }

  getAccessKey(id: string): Promise<AccessKey | undefined> {
    return this.#step('getAccessKey', () => this.#keys.get(id));
  }

  createAccessKey(key: AccessKey, event?: WaitingEvent): Promise<void> {
    return this.#step('createAccessKey', () => {
      if (!create(this.#keys, key))
        throw new AccessKeyExistsError(`The access key ${key.id} already exists.`);
      if (event) this.#waitingEvents.set(event.id, event);
    });
  }

  replaceAccessKey(key: AccessKey, event?: WaitingEvent): Promise<boolean> {
    return this.#step('replaceAccessKey', () => {
      const replaced = replace(this.#keys, key);
      if (replaced && event) this.#waitingEvents.set(event.id, event);
      return replaced;
    });
  }

  listWaitingEvents(): Promise<readonly WaitingEvent[]> {
    return this.#step('listWaitingEvents', () => [...this.#waitingEvents.values()]);
  }

  removeWaitingEvent(id: string): Promise<void> {
    return this.#step('removeWaitingEvent', () => {
      this.#waitingEvents.delete(id);
    });
  }

  listAccessKeys(options: {
    readonly afterId?: string;
    readonly limit: number;
  }): Promise<DirectoryPage<AccessKeyDescription>> {
    return this.#step('listAccessKeys', () => {
      const { items, ...page } = pageOf(this.#keys, options);
      return { items: items.map(describeAccessKey), ...page };
    });
  }

  getAccessKeyNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#step('getAccessKeyNames', () => namesOf(this.#keys, ids));
  }

  getSharedAccessKeyNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const isShared = (id: string) => this.#keys.get(id)?.ownerUserId === undefined;
    return this.#step('getSharedAccessKeyNames', () => namesOf(this.#keys, ids.filter(isShared)));
  }

  touchLastUsed(id: string, hourStartMs: number): Promise<void> {
    return this.#step('touchLastUsed', () => {
      this.#lastUses.set(id, Math.max(hourStartMs, this.#lastUses.get(id) ?? hourStartMs));
    });
  }

  getLastUses(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.#step('getLastUses', () => new Map([...this.#lastUses].filter(([id]) => ids.includes(id))));
  }

  getUser(id: string): Promise<User | undefined> {
    return this.#step('getUser', () => this.#users.get(id));
  }

  createUser(user: User): Promise<boolean> {
    return this.#step('createUser', () => create(this.#users, user));
  }

  replaceUser(user: User): Promise<boolean> {
    return this.#step('replaceUser', () => replace(this.#users, user));
  }

  listUsers(options: { readonly afterId?: string; readonly limit: number }): Promise<DirectoryPage<User>> {
    return this.#step('listUsers', () => pageOf(this.#users, options));
  }

  getUserNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#step('getUserNames', () => namesOf(this.#users, ids));
  }

  getDisabledIds(): Promise<DisabledIds> {
    return this.#step('getDisabledIds', () => ({
      accessKeys: disabledOf(this.#keys),
      users: disabledOf(this.#users),
    }));
  }
}

/** The description of a key in a list. */
function describeAccessKey(key: AccessKey): AccessKeyDescription {
  const { salt: _salt, secretHash: _hash, previous: _previous, revision: _revision, ...description } = key;
  return description;
}

function create<T extends Entry>(entries: Map<string, T>, entry: T): boolean {
  if (entries.has(entry.id)) return false;
  entries.set(entry.id, frozenCopy(entry));
  return true;
}

function replace<T extends Entry>(entries: Map<string, T>, entry: T): boolean {
  if (entries.get(entry.id)?.revision !== entry.revision - 1) return false;
  entries.set(entry.id, frozenCopy(entry));
  return true;
}

function pageOf<T extends Entry>(
  entries: ReadonlyMap<string, T>,
  { afterId, limit }: { readonly afterId?: string; readonly limit: number },
): DirectoryPage<T> {
  const following = [...entries.values()]
    .filter(({ id }) => afterId === undefined || compareIds(id, afterId) > 0)
    .toSorted((a, b) => compareIds(a.id, b.id));
  const items = following.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(last && following.length > limit && { nextAfterId: last.id }) };
}

function namesOf(
  entries: ReadonlyMap<string, { readonly name: string }>,
  ids: readonly string[],
): ReadonlyMap<string, string> {
  return new Map(
    ids.flatMap((id) => {
      const entry = entries.get(id);
      return entry ? [[id, entry.name] as const] : [];
    }),
  );
}

function disabledOf(entries: ReadonlyMap<string, Entry>): ReadonlyMap<string, number> {
  return new Map(
    [...entries.values()].flatMap(({ id, disabledAtMs }) =>
      disabledAtMs === undefined ? [] : [[id, disabledAtMs] as const],
    ),
  );
}
