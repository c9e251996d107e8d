import { createHash } from 'node:crypto';
import { createTextSealer } from '@token-ledger/secrets';
import * as z from 'zod/mini';

/*
 * A cursor is the position of the last row and a digest of the query it belongs to, sealed: a position made up by the
 * caller, or carried over to another query, is refused instead of answered with a wrong page, and nobody can read the id in
 * it, which may be that of a user whom the caller knows by a pseudonym alone. The same page has the same cursor, or answers
 * could not be revalidated.
 */

const payloadSchema = z.strictObject({
  v: z.literal(2),
  /** Digest of the query. */
  q: z.string(),
  /** Where the last row stands: what rows are ordered by first, and by second. */
  b: z.string(),
  i: z.string(),
});

/** What rows are ordered by first, and by second. */
export type CursorPosition = readonly [string, string];

/** An opaque text for the row to continue behind. `query` is everything that must stay the same from page to page. */
export function encodeCursor([first, second]: CursorPosition, query: unknown, key: Uint8Array): string {
  return sealer(key).seal(JSON.stringify({ v: 2, q: digest(query), b: first, i: second }));
}

/** The position, or undefined when the text is not a cursor this deployment made for this query. */
export function decodeCursor(cursor: string, query: unknown, key: Uint8Array): CursorPosition | undefined {
  const payload = sealer(key).open(cursor);
  if (payload === undefined) return undefined;
  const { q, b, i } = payloadSchema.parse(JSON.parse(payload));
  return q === digest(query) ? [b, i] : undefined;
}

const sealer = (key: Uint8Array) => createTextSealer(key, 'cursors');

function digest(query: unknown): string {
  return createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 22);
}
