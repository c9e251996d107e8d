/** The periods of statistics, finest first. */
export const PERIODS = ['hour', 'day', 'month'] as const;
export type Period = (typeof PERIODS)[number];

/** The periods that the ledger stores statistics of, finest first: very large hours are the sums of their leaves. */
export const BUCKET_PERIODS = ['leaf', ...PERIODS] as const;
export type BucketPeriod = (typeof BUCKET_PERIODS)[number];

/**
 * One leaf or hour (of UTC), or one day or month (of the reporting time zone), as the half-open interval [startMs,
 * endMs). Ids sort by time: `20261121121505` (five minutes from 12:15), `2026112112`, `20261121`, `202611`.
 */
export interface Bucket {
  readonly period: BucketPeriod;
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** Raw copies are grouped by slices of five minutes, and expire by slice. */
export const SLICE_MS = 300_000;

/** The start of the slice that contains an instant. */
export function sliceStart(ms: number): number {
  return Math.floor(ms / SLICE_MS) * SLICE_MS;
}

/** The start of the UTC hour that contains an instant. */
export function hourStart(ms: number): number {
  return Math.floor(ms / HOUR_MS) * HOUR_MS;
}
