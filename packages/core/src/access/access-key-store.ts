import type { WaitingEvent } from './waiting-events.ts';

/**
 * What a key may do. `ingest:users` may also report for any user, `ingest:any` for other access keys too; `read:own` may query
 * the usage of the key's owner and nothing else.
 */
export const SCOPES = ['ingest', 'ingest:users', 'ingest:any', 'read:own', 'read', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** The stored form of a secret: a salted hash. */
export interface HashedSecret {
  /** Lower-case hex. */
  readonly salt: string;
  /** SHA-256 over salt and secret, lower-case hex. */
  readonly secretHash: string;
}

/** An access key without its hashes, for people to see. */
export interface AccessKeyDescription {
  /** Such as `ak_01JD…`; contains no separator of the printed key and no secret. */
  readonly id: string;
  readonly name: string;
  /** The user of this key's usage, unless the key may report for others. */
  readonly ownerUserId?: string;
  readonly scopes: readonly Scope[];
  readonly createdAtMs: number;
  readonly disabled: boolean;
  /** When it was disabled; absent while it is enabled. */
  readonly disabledAtMs?: number;
  /** When the secret was last replaced. */
  readonly rotatedAtMs?: number;
}

/** An access key as stored: the secret only as a salted hash. */
export interface AccessKey extends AccessKeyDescription, HashedSecret {
  /** The secret before the last rotation, valid until its overlap ends. */
  readonly previous?: HashedSecret & { readonly validUntilMs: number };
  /** Counts the changes; a compare-and-swap compares it. */
  readonly revision: number;
}

/** One page of a list, ordered by id. */
export interface DirectoryPage<T> {
  readonly items: readonly T[];
  /** Pass as `afterId` to read the next page; absent on the last page. */
  readonly nextAfterId?: string;
}

export interface AccessKeyStore {
  /** Strongly consistent. */
  getAccessKey(id: string): Promise<AccessKey | undefined>;
  /** Stores a new key, and the event about it; rejects with `AccessKeyExistsError` when the id is taken. */
  createAccessKey(key: AccessKey, event?: WaitingEvent): Promise<void>;
  /**
   * Stores a key's new state, with a revision one higher, if the stored key still has the previous revision; returns
   * whether it did. Adds the id to the disabled ones, or removes it, and stores the event about the change, in the same step.
   */
  replaceAccessKey(key: AccessKey, event?: WaitingEvent): Promise<boolean>;
  /** The keys with ids after `afterId`, at most `limit`. Ids begin with the time, so this is the order of creation. */
  listAccessKeys(options: {
    readonly afterId?: string;
    readonly limit: number;
  }): Promise<DirectoryPage<AccessKeyDescription>>;
  /** The names of those keys that exist among `ids` (any number, distinct). May lag by a second. */
  getAccessKeyNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Like `getAccessKeyNames`, but only for keys without an owner, whose names cannot reveal a user. */
  getSharedAccessKeyNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Stores the hour in which a key was used; does nothing if that or a later hour is stored. */
  touchLastUsed(id: string, hourStartMs: number): Promise<void>;
  /** The start of the last hour in which each key was used; keys that were never used are absent. */
  getLastUses(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export class AccessKeyExistsError extends Error {
  override name = 'AccessKeyExistsError';
}
