import type { LedgerStore } from '@token-ledger/core';

/** A store with some of its operations replaced, as a plain object of functions. */
export function overriddenStore(inner: LedgerStore, overrides: Partial<LedgerStore>): LedgerStore {
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(inner)).filter(
    (name) => name !== 'constructor',
  );
  const names = [...Object.keys(inner), ...methods] as (keyof LedgerStore)[];
  const bound = names.map((name) => [name, (inner[name] as () => unknown).bind(inner)]);
  return { ...(Object.fromEntries(bound) as LedgerStore), ...overrides };
}
