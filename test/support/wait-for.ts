import { setTimeout as delay } from 'node:timers/promises';

/** No test is about time: on a machine that is ten times slower, too, only what never happens may fail. */
export const PATIENCE_MS = 600_000;

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 300;

/**
 * Repeats `check` until it returns a value other than undefined, and returns that. The pauses grow: what asks keeps the machine from
 * what it waits for.
 */
export async function waitFor<T>(what: string, check: () => Promise<T | undefined>): Promise<T> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.3, LONGEST_PAUSE_MS)) {
    const answer = await check();
    if (answer !== undefined) return answer;
    if (performance.now() > deadlineMs)
      throw new Error(`Waited in vain for ${what}, for ${PATIENCE_MS / 1000} seconds.`);
    await delay(pauseMs);
  }
}
