import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Checker } from './checker.ts';
import type { Run, WorkloadName } from './run-schedules.ts';

/*
 * The long run of the ledger's check: a million schedules by default, in as many processes as there are cores. Ends with
 * code 1 at the first schedule that breaks the promise, and says how to run it again.
 */

/** Of a hundred schedules, so many are of each kind. Those with expiry take thirty times as long as the others. */
const SHARES: readonly (readonly [WorkloadName, number])[] = [
  ['uniform', 10],
  ['stalling', 10],
  ['races', 9.8],
  ['overtaking', 8],
  ['repairs', 10],
  ['leaves', 6],
  ['leafRepairs', 6],
  ['repricing', 6],
  ['completion', 10],
  ['users', 4],
  ['returning', 2],
  ['naming', 4],
  ['names', 8],
  ['conflicts', 6],
  ['expiry', 0.2],
];
const CHUNK = 2000;
const USAGE = `Usage: npm run check:ledger -- [--schedules n] [--first seed] [--workload name] [--processes n] [--minutes n]`;

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '1000000' },
    first: { type: 'string', default: '1' },
    workload: { type: 'string' },
    processes: { type: 'string', default: String(availableParallelism()) },
    minutes: { type: 'string', default: '120' },
  },
});
const [schedules, first, processes, minutes] = [
  values.schedules,
  values.first,
  values.processes,
  values.minutes,
].map(Number) as [number, number, number, number];
const shares = values.workload ? ([[values.workload, 100]] as typeof SHARES) : SHARES;
const known = SHARES.some(([name]) => name === values.workload) || values.workload === undefined;
if (!known || ![schedules, first, processes, minutes].every((value) => value >= 1)) {
  console.error(`${USAGE}\nWorkloads: ${SHARES.map(([name]) => name).join(', ')}`);
  process.exit(2);
}

const startedMs = Date.now();
const chunks = chunksOf(shares);
const total = chunks.reduce((sum, { count }) => sum + count, 0);
const done = { schedules: 0, steps: 0 };
let violated = false;

console.log(`${total} schedules from seed ${first}, ${processes} processes, at most ${minutes} minutes.`);
await Promise.all(Array.from({ length: processes }, work));
const complete = done.schedules === total;
console.log(
  violated
    ? 'The ledger breaks its promise.'
    : `No violation in ${done.schedules} schedules, ${done.steps} steps${complete ? '' : '; the time ran out'}.`,
);
process.exitCode = violated ? 1 : 0;

async function work(): Promise<void> {
  const checker = new Checker();
  try {
    while (!violated && Date.now() - startedMs < minutes * 60_000) {
      const run = chunks.shift();
      if (!run) break;
      const result = await checker.run(run);
      done.schedules += result.schedules;
      done.steps += result.steps;
      const seconds = Math.round((Date.now() - startedMs) / 1000);
      console.log(`${seconds} s: ${done.schedules} schedules, last ${run.workload} from seed ${run.first}`);
      if (!result.violation) continue;
      violated = true;
      const { workload, seed, error } = result.violation;
      console.error(`Workload ${workload}, seed ${seed}: ${error}`);
      console.error(`Again: npm run check:ledger -- --workload ${workload} --first ${seed} --schedules 1`);
    }
  } finally {
    checker.stop();
  }
}

/** In turn of each kind, so that a run that is cut short has seen all of them. */
function chunksOf(kinds: typeof SHARES): Run[] {
  const queues = kinds.map(([workload, percent]) => {
    const count = Math.round((schedules * percent) / 100);
    const size = Math.max(1, Math.min(CHUNK, Math.ceil(count / 20)));
    return Array.from({ length: Math.ceil(count / size) }, (_, index) => ({
      workload,
      first: first + index * size,
      count: Math.min(size, count - index * size),
    }));
  });
  const longest = Math.max(...queues.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    queues.map((queue) => queue[Math.floor((index * queue.length) / longest)]),
  )
    .flat()
    .filter((run, index, all): run is Run => run !== undefined && all.indexOf(run) === index);
}
