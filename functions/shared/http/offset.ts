/*
 * An offset is served by reading what it skips, too. It is bounded for that reason, and a cursor is the better way through a long
 * list. A page that ends early, because it would read too much, passes the rest of its offset on with its cursor.
 */

interface Page<T> {
  readonly items: readonly T[];
  /** Entries still to skip on the next page. */
  readonly left: number;
}

/** What is left of a page that was read from the start of the list. */
export function behindOffset<T>(read: readonly T[], offset: number): Page<T> {
  return { items: read.slice(offset), left: Math.max(0, offset - read.length) };
}

/** The rest of an offset as a part of a position, and back. */
export const offsetPart = (left: number): readonly string[] => (left === 0 ? [] : [String(left)]);
export const offsetOf = (part: string | undefined, offset = 0): number =>
  part === undefined ? offset : Number(part);
