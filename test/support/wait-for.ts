import { waitUntil } from '../../scripts/local/wait-until.ts';

/** No test is about time: on a machine that is ten times slower, too, only what never happens may fail. */
export const PATIENCE_MS = 600_000;

/** Repeats `check` until it returns a value other than undefined, and returns that; see `waitUntil`. */
export async function waitFor<T>(what: string, check: () => Promise<T | undefined>): Promise<T> {
  return waitUntil(what, PATIENCE_MS, check);
}
