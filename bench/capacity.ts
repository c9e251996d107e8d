/*
 * Request units per record, with everything simulated that test/capacity computes: the last hour of a day of 24 like it,
 * with all that is late of it, and a whole hour of a million records of one access key. A few minutes; needs about 4 GB.
 * Run: node --max-old-space-size=8000 bench/capacity.ts
 */
import { HOUR_MS } from '@token-ledger/core';
import { Random } from '../scripts/random.ts';
import { steadyHour, writesOfBusyHour } from '../test/capacity/profiles.ts';
import { occurring, Simulation, STEADY } from '../test/capacity/simulation.ts';

const LAST_HOUR_MS = Date.UTC(2026, 10, 21, 23);
const FOLLOWED_HOURS = 22;

const computed = await steadyHour(new Random(1));
console.log('a million records a day, as in the test:', units(computed.perRecord));

const simulation = new Simulation();
const arrivals = occurring(STEADY, LAST_HOUR_MS, LAST_HOUR_MS + HOUR_MS, new Random(1));
const records = new Map(arrivals.map(({ record }) => [record.requestId, record]));
const earlier = Array.from({ length: 23 }, (_, index) => LAST_HOUR_MS - (index + 1) * HOUR_MS);
await simulation.fillHours(records.values(), earlier);
await simulation.run(arrivals, STEADY, LAST_HOUR_MS, LAST_HOUR_MS + FOLLOWED_HOURS * HOUR_MS);
console.log(
  `the last hour of a full day (${records.size} records), and what its late records make of the day:`,
);
for (const [phase, consumed] of simulation.meter.phases) {
  if (phase !== 'prepare') console.log(`  ${phase.padEnd(14)} ${units(consumed)}`);
}

const busy = await writesOfBusyHour(new Random(2), HOUR_MS);
console.log(`a million records an hour of one access key: ${busy.toFixed(4)} written`);

function units({ write, read }: { readonly write: number; readonly read: number }): string {
  return `${write.toFixed(write < 100 ? 4 : 0)} written, ${read.toFixed(read < 100 ? 4 : 0)} read`;
}
