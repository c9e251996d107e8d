/** What decides whether a table shows a column. */
export interface ColumnWidth {
  readonly id: string;
  /** Shown unless the reader chooses otherwise. Default: true. */
  readonly isShown?: boolean;
  /** Whether narrow screens show it, which have room for two or three. Default: true. */
  readonly isShownNarrow?: boolean;
}

export interface ShownColumns {
  /** On the screen. */
  readonly displayed: readonly string[];
  /** In the file: what a narrow screen has no room for is in there. */
  readonly written: readonly string[];
}

/** The columns of a table by their ids. What the reader chose holds for every screen. */
export function shownColumns(
  columns: readonly ColumnWidth[],
  isNarrow: boolean,
  chosen?: readonly string[],
): ShownColumns {
  if (chosen) return { displayed: chosen, written: chosen };
  const shown = columns.filter(({ isShown = true }) => isShown);
  const idsOf = (some: readonly ColumnWidth[]) => some.map(({ id }) => id);
  return {
    displayed: idsOf(shown.filter(({ isShownNarrow = true }) => isShownNarrow || !isNarrow)),
    written: idsOf(shown),
  };
}
