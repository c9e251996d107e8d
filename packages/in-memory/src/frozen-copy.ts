/** A deep copy that nobody can change: what is stored stays as it was, and what is handed out cannot be written through. */
export function frozenCopy<T>(value: T): T {
  return copyOf(value) as T;
}

/** By hand rather than by `structuredClone`, which takes several times as long: the model-checked tests do little else. */
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(copyOf));
  if (Object.getPrototypeOf(value) !== Object.prototype)
    throw new TypeError('Only plain objects and lists are stored.');
  const copy: Record<string, unknown> = { ...value };
  for (const name of Object.keys(copy)) copy[name] = copyOf(copy[name]);
  return Object.freeze(copy);
}
