const SUGGESTED = 3;

/** What was probably intended: those whose names share most words with what was asked for; of equals the first. */
export function similarNames<T>(asked: string, all: readonly T[], nameOf: (one: T) => string): readonly T[] {
  const words = new Set(wordsOf(asked));
  return all
    .map((one) => ({ one, shared: wordsOf(nameOf(one)).filter((word) => words.has(word)).length }))
    .filter(({ shared }) => shared > 0)
    .toSorted((a, b) => b.shared - a.shared)
    .slice(0, SUGGESTED)
    .map(({ one }) => one);
}

function wordsOf(text: string): readonly string[] {
  return plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1);
}

/** A name without what does not matter when names are compared: case, width, and space around it. */
export function plain(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
