import type { LedgerStore } from '@token-ledger/core';
import type { AtomicCall } from './interleaving.ts';

/**
 * The store as one of many actors sees it: every operation, every claim of a batch and every page is a step of its own.
 */
export function steppedStore(store: LedgerStore, call: AtomicCall): LedgerStore {
  return new Proxy(store, {
    get: (target, name: keyof LedgerStore) => {
      switch (name) {
        case 'claim':
          return (records: Parameters<LedgerStore['claim']>[0]) =>
            Promise.all(records.map((record) => call(() => target.claim([record])))).then((outcomes) =>
              outcomes.flat(),
            );
        case 'readSegments':
          return (sliceStartMs: number) => stepped(target.readSegments(sliceStartMs), call);
        case 'scanRecords':
          return () => stepped(target.scanRecords(), call);
        default: {
          const method = target[name] as (...parameters: unknown[]) => Promise<unknown>;
          return (...parameters: unknown[]) => call(() => method.apply(target, parameters));
        }
      }
    },
  });
}

/** Any store, with every operation as a step of its own. */
export function inSteps<T extends object>(store: T, call: AtomicCall): T {
  return new Proxy(store, {
    get(target, name) {
      const method = target[name as keyof T];
      if (typeof method !== 'function') return method;
      return (...parameters: unknown[]) => call(() => method.apply(target, parameters));
    },
  });
}

async function* stepped<T>(pages: AsyncIterable<T>, call: AtomicCall): AsyncGenerator<T> {
  const iterator = pages[Symbol.asyncIterator]();
  while (true) {
    const { value, done } = await call(() => iterator.next());
    if (done) return;
    yield value as T;
  }
}
