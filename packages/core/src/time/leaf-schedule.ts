/** How many minutes a leaf may have; 60: hours are not divided. */
export const LEAF_MINUTES = [60, 15, 5] as const;
export type LeafMinutes = (typeof LEAF_MINUTES)[number];

/**
 * Into what hours are divided, by when they are: whoever records usage marks the leaf of its time, and whoever reads trusts
 * leaves without a mark, so of each hour all have to know the same for ever. Absent: not divided.
 */
export interface LeafSchedule {
  readonly leafMinutes?: LeafMinutes;
  /** What held before an instant (a full hour), earliest first. */
  readonly earlier?: readonly { readonly untilMs: number; readonly leafMinutes?: LeafMinutes }[];
}

/** The length of the leaves of the hour that contains an instant; undefined where hours are not divided. */
export function leafMinutesAt(ms: number, { leafMinutes, earlier = [] }: LeafSchedule): number | undefined {
  const span = earlier.find(({ untilMs }) => ms < untilMs);
  const minutes = span ? span.leafMinutes : leafMinutes;
  return minutes === 60 ? undefined : minutes;
}
