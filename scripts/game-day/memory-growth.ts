import type { MemorySample } from './memory.ts';

/** What a process used in the two halves of a run, in bytes: the means. */
export interface MemoryHalves {
  readonly name: string;
  readonly first: number;
  readonly second: number;
  /** Whether the second half used more than can be chance. */
  readonly grew: boolean;
}

/** A process fills its heap before it collects garbage: until then, its memory says nothing. */
const WARM_UP_SHARE = 0.25;
/** A mean may differ by so much without a leak: a collection of garbage more or less. */
const TOLERATED_SHARE = 0.1;
const TOLERATED_BYTES = 8 * 1024 ** 2;
/** Of ten minutes: in less, garbage that was not collected yet looks like a leak. Seen in runs of four minutes. */
const LEAST_SAMPLES = 120;

/** Compares the halves of a run after its warm-up, for each function that ran through both. */
export function compareHalves(samples: readonly MemorySample[]): readonly MemoryHalves[] {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const names = [...new Set(warm.flatMap(({ functions }) => [...functions.keys()]))].toSorted();
  return names.flatMap((name) => {
    const values = warm.flatMap(({ functions }) => functions.get(name) ?? []);
    return values.length < LEAST_SAMPLES ? [] : [halvesOf(name, values)];
  });
}

/** The emulator keeps all tables, queues, logs and metrics in its memory, so it grows with what is recorded. */
export function emulatorGrowth(samples: readonly MemorySample[]): number {
  return (samples.at(-1)?.emulatorBytes ?? 0) - (samples.at(0)?.emulatorBytes ?? 0);
}

function halvesOf(name: string, values: readonly number[]): MemoryHalves {
  const middle = Math.floor(values.length / 2);
  const [first, second] = [mean(values.slice(0, middle)), mean(values.slice(middle))];
  return { name, first, second, grew: second > first * (1 + TOLERATED_SHARE) + TOLERATED_BYTES };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
