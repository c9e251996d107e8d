import type { Attributes } from './attributes.ts';

/** What a request reports. Of metrics nothing is read. */
export type Signal = 'logs' | 'traces' | 'metrics';

/** A log record or a span, as far as it is read. */
export interface TelemetryEntry {
  /** Attributes of the process that sent it. */
  readonly resource: Attributes;
  /** The library that made it. */
  readonly scope?: string;
  /** Of a log record its event, of a span its name. */
  readonly name?: string;
  /** Nanoseconds since the epoch: of a log record when it happened, of a span when it began. */
  readonly timeUnixNano?: bigint;
  readonly attributes: Attributes;
}

/** Milliseconds since the epoch. */
export function timeMsOf({ timeUnixNano }: TelemetryEntry): number | undefined {
  return timeUnixNano === undefined ? undefined : Number(timeUnixNano / 1_000_000n);
}
