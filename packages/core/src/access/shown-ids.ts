import { ABSENT } from '../ledger/fold.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { NamedKind, ReadNames } from './read-names.ts';

/*
 * How ids are shown: the one place that knows. Whatever tells ids to somebody, an answer or a file, tells them by way of
 * this, and whoever asks by an id is understood by way of it; so names are everywhere, and where users are to be shown by
 * pseudonyms, their ids are nowhere.
 */

/** What an id may be of. Only access keys and users have names. */
export type IdKind = 'all' | 'access_key' | 'user' | 'model' | 'feature';

/** An id as it is told. The name is absent where nobody registered the id, or where it must not be told. */
export interface ShownId {
  readonly id: string;
  readonly name?: string;
}

export interface ShownIds {
  /** Whether users are told by pseudonyms. Then whatever else may name a user has to be left out. */
  readonly pseudonymous: boolean;
  /** The id that is meant by one in a question: nobody's, unless it is one that the caller may know. */
  resolve(kind: IdKind, id: string): string;
  /** Reads the names of some ids of one kind; what it resolves to tells how each of these is told. */
  display(kind: IdKind, ids: Iterable<string>): Promise<(id: string) => ShownId>;
}

/** Ids as they are, with their names. */
export function realIds(readNames: ReadNames): ShownIds {
  return {
    pseudonymous: false,
    resolve: (_, id) => id,
    display: async (kind, ids) =>
      kind === 'access_key' || kind === 'user' ? named(readNames, kind, ids) : asTheyAre,
  };
}

/** Pseudonyms in place of user ids, and no name that may tell of a user: not theirs, nor that of an access key of theirs. */
export function pseudonymousIds(readNames: ReadNames, pseudonyms: Pseudonyms): ShownIds {
  return {
    pseudonymous: true,
    resolve: (kind, id) => (kind === 'user' && id !== ABSENT ? (pseudonyms.userOf(id) ?? NOBODY) : id),
    async display(kind, ids) {
      if (kind === 'user') return (id) => ({ id: id === ABSENT ? id : pseudonyms.of(id) });
      return kind === 'access_key' ? named(readNames, 'shared_access_key', ids) : asTheyAre;
    },
  };
}

/** No record can name it, as control characters are refused. A real id in a question leads to it like any other text. */
const NOBODY = '\u0000';

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
