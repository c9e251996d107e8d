/** A time with the name of its zone at the end, also in languages that put it between date and clock. */
export function zoneLast(parts: readonly Intl.DateTimeFormatPart[]): string {
  const zone = parts.find(({ type }) => type === 'timeZoneName')?.value;
  const plain = parts
    .map(({ type, value }) => (type === 'timeZoneName' ? '' : value))
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return zone === undefined ? plain : `${plain} ${zone}`;
}
