import { createTextSealer } from '@token-ledger/secrets';
import * as z from 'zod/mini';
import { digestOf } from './entity-tag.ts';
import { invalidParameter } from './read-parameters.ts';

/*
 * A cursor is the position of the last row of a page, sealed together with a digest of the query. A position that the caller
 * made up or took from another query is refused instead of answered with a wrong page. The caller cannot read the id in it,
 * which may be that of a user whom the caller knows by a pseudonym only. The same page has the same cursor, so that answers
 * can be revalidated.
 */

/** What the rows are ordered by. */
export type CursorPosition = readonly string[];

export interface CursorDeps {
  /** The secret that cursors are sealed with. */
  readonly signingKey: () => Promise<Uint8Array>;
}

const sealedSchema = z.tuple([z.literal(3), z.string()], z.string());

/** The position to continue behind; undefined without a cursor. `query` is everything that all pages have in common. */
export async function readCursor(
  { signingKey }: CursorDeps,
  query: unknown,
  cursor: string | undefined,
): Promise<CursorPosition | undefined> {
  if (cursor === undefined) return undefined;
  const sealed = sealer(await signingKey()).open(cursor);
  const [, digest, ...position] = z.safeParse(sealedSchema, JSON.parse(sealed ?? 'null')).data ?? [];
  if (digest === digestOf(query)) return position;
  throw invalidParameter('/cursor', 'is not a cursor of this query');
}

/** The field `nextCursor` of an answer; nothing after the last page. */
export async function nextCursor(
  { signingKey }: CursorDeps,
  query: unknown,
  position: CursorPosition | undefined,
): Promise<{ readonly nextCursor?: string }> {
  if (!position) return {};
  const sealed = JSON.stringify([3, digestOf(query), ...position]);
  return { nextCursor: sealer(await signingKey()).seal(sealed) };
}

const sealer = (key: Uint8Array) => createTextSealer(key, 'cursors');
