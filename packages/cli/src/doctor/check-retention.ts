import { type Check, failed, ok, skipped } from './check.ts';

const DAY_MS = 86_400_000;

/** A change of retentionDays holds for later usage only, so the stored history decides, not the setting. */
export const retention: Check = {
  name: 'retention',
  why: 'A call that the intake accepts, and whose hour is frozen, is never counted.',
  async run({ aws, withoutAws, session: { ledger, io } }) {
    if (!aws) return skipped(withoutAws);
    const lateLimit = Number((await aws.environmentOf('accept-usage'))['LATE_LIMIT_DAYS']);
    if (!Number.isFinite(lateLimit)) return skipped('accept-usage has no LATE_LIMIT_DAYS.');
    const from = new Date(io.nowMs() - 3_600_000).toISOString();
    const { frozenBefore } = await ledger.get('/v1/statistics', { query: { from, limit: 1 } });
    const countedDays = Math.floor((io.nowMs() - Date.parse(frozenBefore)) / DAY_MS);
    const setting = aws.outputs['RetentionDays'] ?? '?';
    return countedDays >= lateLimit
      ? ok(`Calls up to ${lateLimit} days old are accepted, and up to ${countedDays} days old are counted.`)
      : failed(
          `Calls up to ${lateLimit} days old are accepted, but only those up to ${countedDays} days old can be counted (retentionDays is ${setting}).`,
          `Set lateLimitDays to at most ${Math.max(1, countedDays - 28)}, or retentionDays to ${lateLimit + 31} and wait until the stored history has that many days (docs/configuration.md).`,
        );
  },
};
