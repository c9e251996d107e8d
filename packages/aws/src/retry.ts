import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a number of milliseconds; tests pass a function that does not wait. */
export type Wait = (milliseconds: number) => Promise<unknown>;

export const wait: Wait = sleep;

/** How often the refused part of a batch is retried: with the waits below about 1.5 s, well within a function's time. */
export const MAX_RETRIES = 5;

/**
 * The wait before a retry, counted from 0: random up to 50 ms, doubling to at most a second. Full jitter, so that
 * writers refused together do not retry together.
 */
export function backoffMs(retry: number): number {
  return Math.random() * Math.min(1_000, 50 * 2 ** retry);
}
