/** A bucket is recomputed once it is over, and so long after: what is still under way then belongs to it. */
export const CLOSING_GRACE_MS = 2 * 60_000;
