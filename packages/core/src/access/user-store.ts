import type { DirectoryPage } from './access-key-store.ts';

/**
 * What is known of someone whom usage is recorded for. Records may name users that nobody registered: the directory adds
 * names, and can shut a user out.
 */
export interface User {
  /** As records name it. */
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly createdAtMs: number;
  readonly disabled: boolean;
  /** Since when; of a disabled user only. */
  readonly disabledAtMs?: number;
  /** Counts the changes; what a compare-and-swap compares. */
  readonly revision: number;
}

export interface UserStore {
  /** Strongly consistent. */
  getUser(id: string): Promise<User | undefined>;
  /** Stores a new user unless the id is taken; tells whether it did. */
  createUser(user: User): Promise<boolean>;
  /**
   * Stores a user's new state, with a revision one higher, if the stored one still has the revision before; tells whether it
   * did. In the same step the id joins or leaves those that are disabled.
   */
  replaceUser(user: User): Promise<boolean>;
  /** The users with ids after `afterId`, at most `limit`. */
  listUsers(options: { readonly afterId?: string; readonly limit: number }): Promise<DirectoryPage<User>>;
  /** The names of those users that exist among `ids` (any number, distinct). May lag by a second. */
  getUserNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
