/** The length of a leaf in minutes; 60 means that hours are not divided. */
export const LEAF_MINUTES = [60, 15, 5] as const;
export type LeafMinutes = (typeof LEAF_MINUTES)[number];

/**
 * How hours are divided, depending on their time. Writers mark the leaf of a record's time, and readers trust leaves
 * without a mark, so all must use the same division of an hour forever. Absent: not divided.
 */
export interface LeafSchedule {
  readonly leafMinutes?: LeafMinutes;
  /** The earlier divisions, each up to an instant (a full hour), earliest first. */
  readonly earlier?: readonly { readonly untilMs: number; readonly leafMinutes?: LeafMinutes }[];
}

/** The length of the leaves of the hour that contains an instant; undefined where hours are not divided. */
export function leafMinutesAt(ms: number, { leafMinutes, earlier = [] }: LeafSchedule): number | undefined {
  const span = earlier.find(({ untilMs }) => ms < untilMs);
  const minutes = span ? span.leafMinutes : leafMinutes;
  return minutes === 60 ? undefined : minutes;
}
