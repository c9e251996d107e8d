import { HOUR_MS, SLICE_MS } from '@token-ledger/core';
import { Random } from '../scripts/random.ts';
import { steadyHour } from '../test/capacity/profiles.ts';
import type { Simulation } from '../test/capacity/simulation.ts';
import { rollUpHour } from './rolled-up-hour.ts';

const SEED = 1;

/** How often an hour of a million records a day is computed, because late records arrive. */
export async function recomputationsOfHour(): Promise<number> {
  const { simulation, hourStartMs } = await steadyHour(new Random(SEED));
  const reads = simulation.meter.of('roll up hour').read;
  return reads / (await readsOfSlices(simulation, hourStartMs));
}

/** Units of reading the records of an hour once. */
export async function readsOfSlices(simulation: Simulation, hourStartMs: number): Promise<number> {
  simulation.meter.phase = 'probe slices';
  for (let slice = hourStartMs; slice < hourStartMs + HOUR_MS; slice += SLICE_MS)
    for await (const _ of simulation.store.readSegments(slice));
  return simulation.meter.of('probe slices').read;
}

/** Microseconds of the processor that a record takes of all roll-ups of its hour. */
export async function rollUpPerRecord(records: number) {
  const times = await recomputationsOfHour();
  // The compiler's work is done before anything is measured.
  await rollUpHour(10_000);
  const { microsecondsPerRecord: once } = await rollUpHour(records);
  return { once, times, microseconds: once * times };
}
