/** How much a table has room for: that of a phone, of a small laptop, or of a larger screen. */
export type Room = 'narrow' | 'snug' | 'wide';

/** What decides whether a table shows a column. */
export interface ColumnWidth {
  readonly id: string;
  /** Shown unless the reader chooses otherwise. Default: true. */
  readonly isShown?: boolean;
  /** Whether narrow screens show it, which have room for two or three. Default: true. */
  readonly isShownNarrow?: boolean;
  /** Whether it is shown beside the navigation on a small laptop, where what does not fit would be cut off. Default: true. */
  readonly isShownSnug?: boolean;
}

export interface ShownColumns {
  /** On the screen. */
  readonly displayed: readonly string[];
  /** In the file: what a screen has no room for is in there. */
  readonly written: readonly string[];
}

/** The columns of a table by their ids. What the reader chose holds for every screen. */
export function shownColumns(
  columns: readonly ColumnWidth[],
  room: Room,
  chosen?: readonly string[],
): ShownColumns {
  if (chosen) return { displayed: chosen, written: chosen };
  const shown = columns.filter(({ isShown = true }) => isShown);
  const fits = ({ isShownNarrow = true, isShownSnug = true }: ColumnWidth) =>
    room === 'wide' || (isShownSnug && (isShownNarrow || room === 'snug'));
  const idsOf = (some: readonly ColumnWidth[]) => some.map(({ id }) => id);
  return { displayed: idsOf(shown.filter(fits)), written: idsOf(shown) };
}
