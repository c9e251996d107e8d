import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';

/*
 * A cursor is the position of the last row and a digest of the query it belongs to, signed: a position made up by the
 * caller, or carried over to another query, is refused instead of answered with a wrong page.
 */

const payloadSchema = z.strictObject({
  v: z.literal(1),
  /** Digest of the query. */
  q: z.string(),
  /** Where the last row stands: what rows are ordered by first, and by second. */
  b: z.string(),
  i: z.string(),
});

const SIGNATURE_BYTES = 32;

/** What rows are ordered by first, and by second. */
export type CursorPosition = readonly [string, string];

/** An opaque text for the row to continue behind. `query` is everything that must stay the same from page to page. */
export function encodeCursor([first, second]: CursorPosition, query: unknown, key: Uint8Array): string {
  const payload = JSON.stringify({ v: 1, q: digest(query), b: first, i: second });
  return Buffer.concat([sign(payload, key), Buffer.from(payload)]).toString('base64url');
}

/** The position, or undefined when the text is not a cursor this deployment made for this query. */
export function decodeCursor(cursor: string, query: unknown, key: Uint8Array): CursorPosition | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length <= SIGNATURE_BYTES) return undefined;
  const payload = bytes.subarray(SIGNATURE_BYTES).toString();
  if (!timingSafeEqual(bytes.subarray(0, SIGNATURE_BYTES), sign(payload, key))) return undefined;
  const { q, b, i } = payloadSchema.parse(JSON.parse(payload));
  return q === digest(query) ? [b, i] : undefined;
}

function sign(payload: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(payload).digest();
}

function digest(query: unknown): string {
  return createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 22);
}
