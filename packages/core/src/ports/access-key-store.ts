/** What a key may do. `ingest:any` may also report for other access keys and users. */
export const SCOPES = ['ingest', 'ingest:any', 'read', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** An access key as stored: the secret only as a salted hash. */
export interface AccessKey {
  /** Such as `ak_01JD…`; contains neither a separator of the printed key nor anything secret. */
  readonly id: string;
  readonly name: string;
  /** The user whose usage the key reports when it may not report for others. */
  readonly ownerUserId?: string;
  readonly scopes: readonly Scope[];
  /** Lower-case hex. */
  readonly salt: string;
  /** SHA-256 over salt and secret, lower-case hex. */
  readonly secretHash: string;
  readonly createdAtMs: number;
  readonly disabled: boolean;
}

export interface AccessKeyStore {
  getAccessKey(id: string): Promise<AccessKey | undefined>;
  /** Stores a new key; rejects with `AccessKeyExistsError` when the id is taken. */
  createAccessKey(key: AccessKey): Promise<void>;
}

export class AccessKeyExistsError extends Error {
  override name = 'AccessKeyExistsError';
}
