/** The part of a ledger that is needed here. */
interface Flushable {
  flush(timeoutMs?: number): Promise<boolean>;
}

/**
 * Flushes when the event loop of Node.js, Bun or Deno runs empty: a short program ends only after its usage is reported,
 * or cannot be within a few seconds. Signals are the program's own matter: call `close` in its handler. Returns a
 * function that stops watching.
 */
export function flushOnExit(ledger: Flushable & { stats(): { readonly pending: number } }): () => void {
  const { process } = globalThis;
  if (typeof process?.once !== 'function') return () => undefined;
  let tried = false;
  const flush = () => {
    if (tried || ledger.stats().pending === 0) return;
    // Once: a ledger that cannot be reached must not keep a program from ending.
    tried = true;
    void ledger.flush();
  };
  process.on('beforeExit', flush);
  return () => process.off('beforeExit', flush);
}

/**
 * Wraps a Lambda handler so that everything collected during an invocation is reported before it ends: afterwards the
 * environment is frozen, perhaps for ever. Waits at most `timeoutMs` (default 2,000); what is left goes with the next one.
 */
export function flushAfterInvocation<Args extends unknown[], Result>(
  ledger: Flushable,
  handler: (...args: Args) => Promise<Result>,
  timeoutMs = 2000,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await handler(...args);
    } finally {
      await ledger.flush(timeoutMs);
    }
  };
}
