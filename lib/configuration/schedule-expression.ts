/* The expressions of EventBridge Scheduler for a job that runs again and again: a rate or a cron, not a single time. */

const MINUTES_PER = { minute: 1, hour: 60 } as const;
const MAXIMUM_RATE_MINUTES = 8 * 60;

/** `rate(1 minute)` to `rate(8 hours)`, or `cron()` with six fields, one of whose two days is `?`. */
export function isScheduleExpression(expression: string): boolean {
  return rateMinutes(expression) !== undefined || isCron(expression);
}

/** The interval of a rate in minutes; undefined for every other expression. */
export function rateMinutes(expression: string): number | undefined {
  const [, count, unit, plural] = /^rate\(([1-9]\d{0,2}) (minute|hour)(s?)\)$/.exec(expression) ?? [];
  if (count === undefined || (count === '1') === (plural === 's')) return undefined;
  const minutes = Number(count) * MINUTES_PER[unit as keyof typeof MINUTES_PER];
  return minutes <= MAXIMUM_RATE_MINUTES ? minutes : undefined;
}

/** Fields: minutes, hours, day of month, month, day of week, year. */
function isCron(expression: string): boolean {
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.split(' ') ?? [];
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = fields;
  return (
    fields.length === 6 &&
    [minutes, hours, year].every((field) => /^[\d*,/-]+$/.test(field ?? '')) &&
    /^[\dA-Z*,/-]+$/.test(month ?? '') &&
    [dayOfMonth, dayOfWeek].every((field) => /^(\?|[\dA-Z*,/#-]+)$/.test(field ?? '')) &&
    (dayOfMonth === '?') !== (dayOfWeek === '?')
  );
}
