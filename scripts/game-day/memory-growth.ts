import type { HeapReport } from '../local/report-heap.ts';

/** What the processes of a function held and needed in a run, in bytes. Of several processes, the one that grew most. */
export interface MemoryGrowth {
  readonly name: string;
  /** Held after each collection of garbage. */
  readonly measured: readonly number[];
  /** The median of these. */
  readonly held: number;
  /** By how much they rose from the first measurement to the last one. */
  readonly growth: number;
  /** Whether it rose by more than can be chance: something is kept from each request. */
  readonly grew: boolean;
  /** The most memory that any process of the function had, garbage included. */
  readonly peak: number;
  /** What Lambda allows a process. Beyond it, Lambda ends the process. */
  readonly memory: number;
}

/** Until then, a process still compiles code and fills caches that have a limit. */
const WARM_UP_SHARE = 0.25;
/** What V8 learns about code that runs late takes some hundred kilobytes. */
const TOLERATED_BYTES = 0.5 * 1024 ** 2;
/** With fewer, one odd measurement decides. */
const LEAST_MEASUREMENTS = 15;

/** Follows each process through the measurements after its warm-up, if it has been there long enough. */
export function growthOfFunctions(measurements: readonly (readonly HeapReport[])[]): readonly MemoryGrowth[] {
  const processes = Map.groupBy(measurements.flat(), ({ name, pid }) => `${name} ${pid}`);
  const followed = [...processes.values()].flatMap((reports) => growthOf(reports) ?? []);
  return [...Map.groupBy(followed, ({ name }) => name).values()]
    .map((ofOne) => ({
      ...ofOne.reduce((most, each) => (each.growth > most.growth ? each : most)),
      peak: Math.max(...ofOne.map(({ peak }) => peak)),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function growthOf(reports: readonly HeapReport[]): MemoryGrowth | undefined {
  const warm = reports.slice(Math.floor(reports.length * WARM_UP_SHARE));
  const last = warm.at(-1);
  if (last === undefined || warm.length < LEAST_MEASUREMENTS) return undefined;
  const values = warm.map(({ heldBytes }) => heldBytes);
  const growth = medianSlope(values) * (values.length - 1);
  return {
    name: last.name,
    measured: values,
    held: median(values),
    growth,
    grew: growth > TOLERATED_BYTES,
    peak: last.peakBytes,
    memory: last.memoryBytes,
  };
}

/** Of the lines through any two values (Theil and Sen): a few odd values do not move it. */
export function medianSlope(values: readonly number[]): number {
  return median(
    values.flatMap((later, index) =>
      values.slice(0, index).map((earlier, before) => (later - earlier) / (index - before)),
    ),
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}
