import type { UsageContext } from '../usage-record.ts';

interface Storage {
  getStore(): UsageContext | undefined;
  run<T>(store: UsageContext, work: () => T): T;
}

let storage: Storage | undefined;

/**
 * Attaches a user, feature or metadata to every call that is captured while `work` runs, also across `await`. An inner
 * context adds to the outer one. Needs `AsyncLocalStorage`, as Node.js, Bun, Deno and edge runtimes with Node.js
 * compatibility have it; elsewhere, `work` runs without a context.
 */
export function withUsageContext<T>(context: UsageContext, work: () => T): T {
  storage ??= createStorage();
  return storage ? storage.run(merged(currentContext(), context), work) : work();
}

/** What `withUsageContext` attached to the code that runs now. */
export function currentContext(): UsageContext {
  return storage?.getStore() ?? {};
}

export function merged(outer: UsageContext, inner: UsageContext): UsageContext {
  const metadata = { ...outer.metadata, ...inner.metadata };
  return { ...outer, ...inner, ...(Object.keys(metadata).length > 0 && { metadata }) };
}

function createStorage(): Storage | undefined {
  // Not an import: it would keep the module from loading in browsers.
  const hooks = globalThis.process?.getBuiltinModule?.('node:async_hooks');
  return hooks && new hooks.AsyncLocalStorage<UsageContext>();
}
