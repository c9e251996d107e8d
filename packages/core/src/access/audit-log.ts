/** The caller who performed an operation, as far as known. */
export type AuditActor =
  | { readonly kind: 'access_key'; readonly id: string }
  /** The subject of the sign-in, and whose usage is the person's own, if that is known. */
  | { readonly kind: 'person'; readonly id: string; readonly userId?: string }
  /** A caller without valid credentials; `id` is the access key that was claimed, if any. */
  | { readonly kind: 'unknown'; readonly id?: string };

/** An operation that a caller performed, or was refused. Contains no secrets and no content. */
export interface AuditEntry {
  /** A ULID: orders entries by time. */
  readonly id: string;
  readonly atMs: number;
  readonly actor: AuditActor;
  /** The route that was called, such as `PUT /v1/access-keys/{id}`. */
  readonly operation: string;
  /** The id of the thing the operation changed or showed. */
  readonly target?: string;
  /** The time whose usage the operation exported or computed again: [fromMs, toMs). */
  readonly range?: { readonly fromMs: number; readonly toMs: number };
  /**
   * `done`, or the code of the problem in the answer; `unfinished` while there is no answer, or if there never was one.
   */
  readonly outcome: string;
  readonly sourceIp: string;
  /** At most 200 characters. */
  readonly userAgent?: string;
  readonly requestId: string;
  /** How many refusals of the same kind the entry stands for; absent means one. */
  readonly count?: number;
  /** Of a refusal: others of its kind until then may be in no entry. */
  readonly uncountedUntilMs?: number;
}

export interface AuditPage {
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  /** Pass as `beforeId` to read the next page; absent on the last page. */
  readonly nextBeforeId?: string;
}

/** Entries are only ever added. */
export interface AuditLog {
  /** Before the operation: adds the entry as `unfinished`, independent of the outcome it contains. */
  begin(entry: AuditEntry): Promise<void>;
  /**
   * After the operation, or instead of it: adds the entry with its outcome, which replaces the unfinished one in lists.
   */
  append(entry: AuditEntry): Promise<void>;
  /** The entries of [fromMs, toMs) with ids before `beforeId`, at most `limit`. */
  list(options: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly beforeId?: string;
    readonly limit: number;
  }): Promise<AuditPage>;
}
