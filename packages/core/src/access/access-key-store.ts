/**
 * What a key may do. `ingest:any` may also report for other access keys and users; `read:own` may query the usage of the key's
 * owner and nothing else.
 */
export const SCOPES = ['ingest', 'ingest:any', 'read:own', 'read', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** What is stored of a secret: a salted hash. */
export interface HashedSecret {
  /** Lower-case hex. */
  readonly salt: string;
  /** SHA-256 over salt and secret, lower-case hex. */
  readonly secretHash: string;
}

/** An access key without anything that helps to guess its secret: what people are shown. */
export interface AccessKeyDescription {
  /** Such as `ak_01JD…`; contains neither a separator of the printed key nor anything secret. */
  readonly id: string;
  readonly name: string;
  /** The user whose usage the key reports when it may not report for others. */
  readonly ownerUserId?: string;
  readonly scopes: readonly Scope[];
  readonly createdAtMs: number;
  readonly disabled: boolean;
  /** Since when; of a disabled key only. */
  readonly disabledAtMs?: number;
  /** When the secret was last replaced. */
  readonly rotatedAtMs?: number;
}

/** An access key as stored: the secret only as a salted hash. */
export interface AccessKey extends AccessKeyDescription, HashedSecret {
  /** The secret before the last rotation, good until its overlap is over. */
  readonly previous?: HashedSecret & { readonly validUntilMs: number };
  /** Counts the changes; what a compare-and-swap compares. */
  readonly revision: number;
}

/** One page of a list in the order of ids. */
export interface DirectoryPage<T> {
  readonly items: readonly T[];
  /** Pass as `afterId` to read on; absent on the last page. */
  readonly nextAfterId?: string;
}

export interface AccessKeyStore {
  /** Strongly consistent. */
  getAccessKey(id: string): Promise<AccessKey | undefined>;
  /** Stores a new key; rejects with `AccessKeyExistsError` when the id is taken. */
  createAccessKey(key: AccessKey): Promise<void>;
  /**
   * Stores a key's new state, with a revision one higher, if the stored one still has the revision before; tells whether it
   * did. In the same step the id joins or leaves those that are disabled.
   */
  replaceAccessKey(key: AccessKey): Promise<boolean>;
  /** The keys with ids after `afterId`, at most `limit`: as ids begin with the time, in the order of creation. */
  listAccessKeys(options: {
    readonly afterId?: string;
    readonly limit: number;
  }): Promise<DirectoryPage<AccessKeyDescription>>;
  /** The names of those keys that exist among `ids` (any number, distinct). May lag by a second. */
  getAccessKeyNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The same of keys that belong to no user, so that their names need tell nothing of one. */
  getSharedAccessKeyNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Notes that a key was used in an hour; changes nothing when that or a later hour is noted. */
  touchLastUsed(id: string, hourStartMs: number): Promise<void>;
  /** The start of the last hour in which each key was used; keys never used are absent. */
  getLastUses(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export class AccessKeyExistsError extends Error {
  override name = 'AccessKeyExistsError';
}
