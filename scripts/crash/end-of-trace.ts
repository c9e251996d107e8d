/**
 * When the last call of a crash check happened: shortly after the last day of the previous month began. So the hours of
 * two days and a month are over, and the roll-up can finish them and the audit compare them. That is at most 32 days ago,
 * which every deployment accepts, also for the altered duplicates, which are up to 26 hours older.
 */
export function endOfTrace(nowMs: number): number {
  const now = new Date(nowMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0, 0, 45);
}
