/** A deep, frozen copy: callers cannot change stored values through the values they passed or received. */
export function frozenCopy<T>(value: T): T {
  return copyOf(value) as T;
}

/** Copies by hand because `structuredClone` takes several times as long, and the model-checked tests do little else. */
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(copyOf));
  if (Object.getPrototypeOf(value) !== Object.prototype)
    throw new TypeError('Only plain objects and arrays can be stored.');
  const copy: Record<string, unknown> = { ...value };
  for (const name of Object.keys(copy)) copy[name] = copyOf(copy[name]);
  return Object.freeze(copy);
}
