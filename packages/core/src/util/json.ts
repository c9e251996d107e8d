/** An object of JSON, as opposed to a list, null or a plain value. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * JSON that does not depend on the order of an object's fields: equal values give equal texts. Absent equals undefined.
 */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, sortedFields);
}

function sortedFields(_key: string, value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
