import type { Clock } from '@token-ledger/core';

/** Returns the same answer for some time. Calls during the first one share its answer. Failures are not remembered. */
export function remembered<T>(
  milliseconds: number,
  clock: Clock,
  make: (atMs: number) => Promise<T>,
): () => Promise<T> {
  let known: { readonly atMs: number; readonly answer: Promise<T> } | undefined;
  return () => {
    const nowMs = clock();
    if (known && nowMs - known.atMs < milliseconds) return known.answer;
    const asked = { atMs: nowMs, answer: make(nowMs) };
    known = asked;
    asked.answer.catch(() => {
      if (known === asked) known = undefined;
    });
    return asked.answer;
  };
}
