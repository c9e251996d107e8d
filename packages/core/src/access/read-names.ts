/** The kind of ids to name. `shared_access_key`: access keys without an owner, whose names cannot reveal a user. */
export type NamedKind = 'access_key' | 'shared_access_key' | 'user';

/** The names of those ids that are registered. May lag by a minute. */
export type ReadNames = (kind: NamedKind, ids: Iterable<string>) => Promise<ReadonlyMap<string, string>>;
