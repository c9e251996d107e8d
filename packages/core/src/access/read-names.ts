/** Whose names are asked for. `shared_access_key`: of access keys that belong to no user, whose names tell of nobody. */
export type NamedKind = 'access_key' | 'shared_access_key' | 'user';

/** The names of those among the ids that somebody registered. May lag behind by a minute. */
export type ReadNames = (kind: NamedKind, ids: Iterable<string>) => Promise<ReadonlyMap<string, string>>;
