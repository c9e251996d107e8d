/** A JSON object, as opposed to a list, null or a plain value. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** On the wire, null equals missing. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
