/** The current time, milliseconds since the epoch. */
export type Clock = () => number;

/** An instant as people and APIs read it: `2026-11-21T12:00:00.000Z`. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
