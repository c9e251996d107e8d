import type { QueryClient } from '@token-ledger/client/query';
import { CliError, UsageError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { named } from './output/figures.ts';
import type { Session } from './session/session.ts';
import { plain, similarNames } from './similar-names.ts';

/** Whose usage a command asks for: ids, or names as the directory has them. */
export interface Whose {
  readonly key?: string | undefined;
  readonly user?: string | undefined;
}

/** The same as the parameters of the API. */
export interface WhoseIds {
  readonly accessKeyId?: string;
  readonly userId?: string;
}

/** What an access key or a user is called. */
interface Entry {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
}

interface Kind {
  readonly title: 'access key' | 'user';
  readonly dimension: 'access_key' | 'user';
  readonly operation: 'listAccessKeys' | 'listUsers';
  readonly list: (ledger: QueryClient) => AsyncIterable<Entry>;
  /** Finds one by its id, where this is cheaper than to list all. */
  readonly byId?: (ledger: QueryClient, id: string) => AsyncIterable<Entry>;
}

const ACCESS_KEY: Kind = {
  title: 'access key',
  dimension: 'access_key',
  operation: 'listAccessKeys',
  list: (ledger) => ledger.items('/v1/access-keys', { query: { limit: PAGE } }),
};
const USER: Kind = {
  title: 'user',
  dimension: 'user',
  operation: 'listUsers',
  list: (ledger) => ledger.items('/v1/users', { query: { limit: PAGE } }),
  byId: (ledger, id) => ledger.items('/v1/users', { query: { id } }),
};
const PAGE = 1000;
/** No call is older: the models that are counted did not exist. */
const BEFORE_ALL_USAGE = '2023-01-01T00:00:00Z';

/**
 * Resolves names to the ids that the API takes. Only for a caller who may read the directory; the API decides what
 * others may ask for.
 *
 * @throws CliError if several have the name; without `--json` also if there is neither such an id nor such a name
 */
export async function idsOf(session: Session, { key, user }: Whose): Promise<WhoseIds> {
  const [accessKeyId, userId] = [await idOf(session, ACCESS_KEY, key), await idOf(session, USER, user)];
  return { ...(accessKeyId !== undefined && { accessKeyId }), ...(userId !== undefined && { userId }) };
}

async function idOf(session: Session, kind: Kind, asked: string | undefined): Promise<string | undefined> {
  // The absence of a user is no name.
  if (asked === undefined || asked === '-' || asked === '') return asked;
  const { ledger } = session;
  const { operations } = await ledger.get('/v1/me');
  if (!operations.includes(kind.operation)) return asked;
  for await (const _ of kind.byId?.(ledger, asked) ?? []) return asked;
  const entries: Entry[] = [];
  for await (const entry of kind.list(ledger)) {
    if (entry.id === asked) return asked;
    entries.push(entry);
  }
  const [one, ...others] = entries.filter((entry) => isCalled(entry, asked));
  if (one === undefined) {
    // Records may name users that are not registered.
    if (await hasUsage(session, kind, asked)) return asked;
    const problem = noSuch(kind, asked, entries);
    if (!session.print.json) throw problem;
    // A program asks for ids, of which some may have no usage yet, and expects an empty answer.
    session.print.warn(problem.message);
    return asked;
  }
  if (others.length > 0) {
    const found = [one, ...others].map(({ id }) => id).join(', ');
    throw new UsageError(
      `${others.length + 1} ${kind.title}s have the name ${JSON.stringify(asked)}: ${found}`,
      'Name one by its id.',
    );
  }
  session.print.note(`The ${kind.title} ${one.name} has the id ${one.id}.`);
  return one.id;
}

function isCalled({ name, email }: Entry, asked: string): boolean {
  return [name, email].some((text) => text !== undefined && plain(text) === plain(asked));
}

/** In any month, by one query. */
async function hasUsage({ ledger, io }: Session, { dimension }: Kind, id: string): Promise<boolean> {
  const to = new Date(io.nowMs() + 86_400_000).toISOString();
  const { rows } = await ledger.get('/v1/statistics', {
    query: { dimension, id, period: 'month', from: BEFORE_ALL_USAGE, to, limit: 1 },
  });
  return rows.length > 0;
}

function noSuch({ title }: Kind, asked: string, entries: readonly Entry[]): CliError {
  const similar = similarNames(asked, entries, ({ name }) => name).map(({ id, name }) => named(id, name));
  return new CliError(
    `No ${title} has the id or name ${JSON.stringify(asked)}.`,
    similar.length === 0
      ? `token-ledger ${title === 'user' ? 'users' : 'keys'} list shows them.`
      : `Did you mean ${similar.join(' or ')}?`,
    EXIT.notFound,
  );
}
