/**
 * When the last call of a crash check shall have happened: shortly after the last day of last month began. So there are
 * hours of two days and a month that are all over, which the roll-up can finish and the audit compare. It is at most 32
 * days ago, within what every deployment takes; the altered duplicates, up to 26 hours earlier, are so as well.
 */
export function endOfTrace(nowMs: number): number {
  const now = new Date(nowMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0, 0, 45);
}
