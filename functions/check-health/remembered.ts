import type { Clock } from '@token-ledger/core';

/** The same answer to everyone who asks within so much time; who asks while it is made waits for it. Failures are forgotten. */
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
