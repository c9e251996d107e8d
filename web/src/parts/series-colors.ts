/** So many colours `series-colors.css` has: more than a chart has series. */
export const COLOR_COUNT = 24;

/**
 * Colours of what charts show: the same thing keeps its colour while the console is open, on every page and under every
 * filter, and no two things of one chart share one.
 */
export function createColors() {
  const given = new Map<string, Map<string, number>>();
  return (kind: string, shown: readonly string[]): ReadonlyMap<string, number> => {
    const numbers = given.get(kind) ?? new Map<string, number>();
    given.set(kind, numbers);
    for (const id of shown) {
      if (numbers.has(id)) continue;
      const holders = new Map([...numbers].map(([holder, number]) => [number, holder]));
      const candidates = Array.from({ length: COLOR_COUNT }, (_, number) => number);
      const free =
        candidates.find((number) => !holders.has(number)) ??
        // All are given: what is not in this chart has to give up its colour, the longest given first.
        [...numbers].find(([holder]) => !shown.includes(holder))?.[1];
      if (free === undefined) continue;
      const former = holders.get(free);
      if (former !== undefined) numbers.delete(former);
      numbers.set(id, free);
    }
    return new Map(shown.map((id, index) => [id, numbers.get(id) ?? index % COLOR_COUNT]));
  };
}

const numbersOf = createColors();

/** The colour of each series, as CSS has it. The rest of the whole is grey. */
export function colorsOf(kind: string, ids: readonly string[], rest: string): ReadonlyMap<string, string> {
  const numbers = numbersOf(
    kind,
    ids.filter((id) => id !== rest),
  );
  return new Map(
    ids.map((id) => [
      id,
      id === rest ? 'var(--series-others)' : `var(--series-${(numbers.get(id) ?? 0) + 1})`,
    ]),
  );
}
