/** The month that begins at an instant, such as `October 2026`. */
export function showMonth(from: string, language: string, zone: string): string {
  const format = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: zone });
  return format.format(new Date(from));
}
