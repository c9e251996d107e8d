/** Maps by name. */
export type Maps<T> = Map<string, T>;

/** Returns the map within a map; creates it if absent. */
export function within<K, V>(maps: Maps<Map<K, V>>, name: string): Map<K, V> {
  const known = maps.get(name);
  if (known) return known;
  const made = new Map<K, V>();
  maps.set(name, made);
  return made;
}
