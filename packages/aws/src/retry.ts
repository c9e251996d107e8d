import { setTimeout as sleep } from 'node:timers/promises';

/** Waits so many milliseconds; tests pass one that does not. */
export type Wait = (milliseconds: number) => Promise<unknown>;

export const wait: Wait = sleep;

/** How often the refused part of a batch is tried again: with the waits below about 1.5 s, well within a function's time. */
export const MAX_RETRIES = 5;

/**
 * How long to wait before a retry, counted from 0: random up to 50 ms, doubling to at most a second. Full jitter, so that
 * writers that were refused together do not come back together.
 */
export function backoffMs(retry: number): number {
  return Math.random() * Math.min(1_000, 50 * 2 ** retry);
}
