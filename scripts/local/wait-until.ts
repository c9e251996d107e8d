import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL_MS = 50;

/**
 * Repeats `check` until it returns a value other than undefined, and returns that. Rejects after the timeout, naming what it
 * waited for. Errors of `check` pass through.
 */
export async function waitUntil<T>(
  what: string,
  timeoutMs: number,
  check: () => Promise<T | undefined>,
  intervalMs: number = INTERVAL_MS,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await check();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline)
      throw new Error(`Timed out after ${timeoutMs / 1000} seconds, waiting for ${what}.`);
    await delay(intervalMs);
  }
}
