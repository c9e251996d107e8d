import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadResult } from '../pipelines/load-process.ts';
import { rollUpPerRecord } from '../recomputations.ts';
import type { MeasurePart } from '../report/part.ts';

const PROCESSES = 2;
const PER_REQUEST = 100;
const DESIGNS = ['ledger', 'naive', 'naive, exact'] as const;

/** Records a second of two processes that accept and record, and the memory of the larger. */
export const measure: MeasurePart = async ({ quick }) => {
  const seconds = quick ? 2 : 20;
  const { microseconds: rollUp } = await rollUpPerRecord(quick ? 10_000 : 100_000);
  const results = [];
  for (const design of DESIGNS) {
    const { perSecond, megabytes } = await load(design, seconds);
    const counted = design === 'ledger' ? withMore(perSecond, rollUp) : perSecond;
    results.push({ design, perSecond, counted, megabytes });
  }
  const [ledger, naive, exact] = results;
  if (!ledger || !naive || !exact) throw new Error('A design was not measured.');
  return {
    title: 'Records a second on two cores',
    method: `Two processes, each for ${seconds} s: requests of ${PER_REQUEST} records are accepted, and their messages recorded, by the functions of the part above; services answer at once. The naive designs count when they record. The ledger counts in its roll-ups, which take ${rollUp.toFixed(0)} µs a record on one core at a million records a day: the second column has what is left if the same two cores do that as well. Not limited by the tables, which take 1,000 writes a second for each partition: the counters of everything of the naive designs would be. Compare the rows of one run.`,
    findings: [
      `On two cores the ledger records and counts ${ratio(ledger.counted / naive.counted)} times as many records a second as the naive design, and ${ratio(ledger.counted / exact.counted)} times as many as the exact one.`,
    ],
    tables: [
      {
        columns: [
          'design',
          'recorded, records/s',
          'recorded and counted, records/s',
          'ledger / this, counted',
          'memory of a process, MB',
        ],
        rows: results.map(({ design, perSecond, counted, megabytes }) => [
          design,
          perSecond,
          counted,
          ratio(ledger.counted / counted),
          megabytes,
        ]),
      },
    ],
    charts: [
      {
        title: 'Records a second, recorded and counted, two processes',
        unit: 'records/s',
        bars: results.map(({ design, counted }) => [design, counted]),
      },
    ],
  };
};

/** What is left of a rate of processes that have a core each, if a record takes so many microseconds more. */
function withMore(perSecond: number, microseconds: number): number {
  return PROCESSES / (PROCESSES / perSecond + microseconds / 1e6);
}

function ratio(of: number): string {
  return of.toFixed(1);
}

async function load(design: (typeof DESIGNS)[number], seconds: number) {
  const script = join(import.meta.dirname, '..', 'pipelines', 'load-process.ts');
  const children = Array.from({ length: PROCESSES }, () =>
    fork(script, [design, String(seconds), String(PER_REQUEST)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [],
    }),
  );
  // Each is ready before any begins.
  await Promise.all(children.map(nextMessage));
  const results = children.map(nextMessage);
  for (const child of children) child.send('begin');
  const ended = (await Promise.all(results)) as LoadResult[];
  return {
    perSecond: ended.reduce((sum, { records, ms }) => sum + records / (ms / 1000), 0),
    megabytes: Math.max(...ended.map(({ megabytes }) => megabytes)),
  };
}

/** @throws Error if the process ends without one */
async function nextMessage(child: ChildProcess): Promise<unknown> {
  const received = new AbortController();
  const { signal } = received;
  // Comes after the last message, which the end of the process may not.
  const ended = once(child, 'disconnect', { signal }).then(() => {
    throw new Error('A process under load ended without a result.');
  });
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    return message;
  } finally {
    received.abort();
  }
}
