/** Who did something, as far as it is known. */
export type AuditActor =
  | { readonly kind: 'access_key'; readonly id: string }
  /** The subject of the sign-in. */
  | { readonly kind: 'person'; readonly id: string }
  /** Someone who did not prove to be anybody; `id` is the access key that was claimed, if one was. */
  | { readonly kind: 'unknown'; readonly id?: string };

/** That somebody did something, or was refused. Never a secret, nor content. */
export interface AuditEntry {
  /** A ULID: orders entries by time. */
  readonly id: string;
  readonly atMs: number;
  readonly actor: AuditActor;
  /** The route that was called, such as `PUT /v1/access-keys/{id}`. */
  readonly operation: string;
  /** The id of what it was done to. */
  readonly target?: string;
  /** `done`, the code of the problem that was answered, or `unfinished` while, or if for ever, there is no answer. */
  readonly outcome: string;
  readonly sourceIp: string;
  /** At most 200 characters. */
  readonly userAgent?: string;
  readonly requestId: string;
  /** How many refusals of the same kind the entry stands for; absent for one. */
  readonly count?: number;
}

export interface AuditPage {
  /** The newest first. */
  readonly entries: readonly AuditEntry[];
  /** Pass as `beforeId` to read on; absent on the last page. */
  readonly nextBeforeId?: string;
}

/** Entries are only ever added. */
export interface AuditLog {
  /** Before the act: adds the entry, with whatever outcome it has, as `unfinished`. */
  begin(entry: AuditEntry): Promise<void>;
  /** After the act, or instead of it: the same entry with its outcome, which stands in for the one it began with. */
  append(entry: AuditEntry): Promise<void>;
  /** The entries of [fromMs, toMs) with ids before `beforeId`, at most `limit`. */
  list(options: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly beforeId?: string;
    readonly limit: number;
  }): Promise<AuditPage>;
}
