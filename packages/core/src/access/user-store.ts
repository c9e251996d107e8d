import type { DirectoryPage } from './access-key-store.ts';

/**
 * A registered user. Records may name users that are not registered: registering adds a name, and allows disabling the
 * user.
 */
export interface User {
  /** The id as in records. */
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly createdAtMs: number;
  readonly disabled: boolean;
  /** When it was disabled; absent while it is enabled. */
  readonly disabledAtMs?: number;
  /** Counts the changes; a compare-and-swap compares it. */
  readonly revision: number;
}

export interface UserStore {
  /** Strongly consistent. */
  getUser(id: string): Promise<User | undefined>;
  /** Stores a new user unless the id is taken; returns whether it did. */
  createUser(user: User): Promise<boolean>;
  /**
   * Stores a user's new state, with a revision one higher, if the stored user still has the previous revision; returns
   * whether it did. Adds the id to the disabled ones, or removes it, in the same step.
   */
  replaceUser(user: User): Promise<boolean>;
  /** The users with ids after `afterId`, at most `limit`. */
  listUsers(options: { readonly afterId?: string; readonly limit: number }): Promise<DirectoryPage<User>>;
  /** The names of those users that exist among `ids` (any number, distinct). May lag by a second. */
  getUserNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
