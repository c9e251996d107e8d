const FIRST_YEAR = 2024;
const LAST_YEAR = 2040;
const DAY_MS = 86_400_000;

/** Whether the time zone database knows the name. Fixed offsets such as `+02:00` are not names. */
export function isTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether every offset from UTC that the zone uses from 2024 to 2040 is a whole number of hours, so that its days and
 * months consist of whole UTC hours. Looks at every day: daylight saving time may itself be half an hour.
 */
export function keepsWholeHours(timeZone: string): boolean {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  for (let ms = Date.UTC(FIRST_YEAR, 0); ms < Date.UTC(LAST_YEAR + 1, 0); ms += DAY_MS) {
    const offset = format.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? '';
    if (!/^GMT([+-]\d\d:00)?$/.test(offset)) return false;
  }
  return true;
}
