import { ABSENT } from '../ledger/fold.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { NamedKind, ReadNames } from './read-names.ts';

/*
 * The only place that decides how ids appear in answers and files, and how ids in requests are resolved. So names
 * appear everywhere, and where users appear as pseudonyms, their ids appear nowhere.
 */

/** What an id identifies. Only access keys and users have names. */
export type IdKind = 'all' | 'access_key' | 'user' | 'model' | 'feature';

/** An id as it appears. The name is absent if the id is not registered, or if the caller must not see the name. */
export interface ShownId {
  readonly id: string;
  readonly name?: string;
}

export interface ShownIds {
  /** Whether users appear as pseudonyms. If so, leave out everything else that may name a user. */
  readonly pseudonymous: boolean;
  /** The real id of an id in a request. An id that the caller may not know resolves to one that no record has. */
  resolve(kind: IdKind, id: string): string;
  /** Reads the names of ids of one kind; the returned function shows each of these ids. */
  display(kind: IdKind, ids: Iterable<string>): Promise<(id: string) => ShownId>;
}

/** Real ids, with their names. */
export function realIds(readNames: ReadNames): ShownIds {
  return {
    pseudonymous: false,
    resolve: (_, id) => id,
    display: async (kind, ids) =>
      kind === 'access_key' || kind === 'user' ? named(readNames, kind, ids) : asTheyAre,
  };
}

/**
 * Pseudonyms instead of user ids, and no names that may reveal a user: neither names of users nor of access keys with
 * an owner.
 */
export function pseudonymousIds(readNames: ReadNames, pseudonyms: Pseudonyms): ShownIds {
  return {
    pseudonymous: true,
    resolve: (kind, id) => (kind === 'user' && id !== ABSENT ? (pseudonyms.userOf(id) ?? NO_USER) : id),
    async display(kind, ids) {
      if (kind === 'user') return (id) => ({ id: id === ABSENT ? id : pseudonyms.of(id) });
      return kind === 'access_key' ? named(readNames, 'shared_access_key', ids) : asTheyAre;
    },
  };
}

/**
 * Control characters are refused in ids, so no record has this one. A real id in a request resolves to it, like any
 * other text.
 */
const NO_USER = '\u0000';

const asTheyAre = (id: string): ShownId => ({ id });

async function named(
  readNames: ReadNames,
  kind: NamedKind,
  ids: Iterable<string>,
): Promise<(id: string) => ShownId> {
  const distinct = new Set(ids);
  distinct.delete(ABSENT);
  const names = distinct.size === 0 ? new Map<string, string>() : await readNames(kind, distinct);
  return (id) => {
    const name = names.get(id);
    return { id, ...(name !== undefined && { name }) };
  };
}
