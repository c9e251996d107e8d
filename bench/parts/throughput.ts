import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadResult } from '../pipelines/load-process.ts';
import type { MeasurePart } from '../report/part.ts';

const PROCESSES = 2;
const PER_REQUEST = 100;
const DESIGNS = ['ledger', 'naive', 'naive-exact'] as const;

/** Records a second of two processes that accept and record, and the memory of the larger. */
export const measure: MeasurePart = async ({ quick }) => {
  const seconds = quick ? 2 : 20;
  const results = [];
  for (const design of DESIGNS) results.push({ design, ...(await load(design, seconds)) });
  const [ledger] = results;
  if (!ledger) throw new Error('Nothing was measured.');
  return {
    title: 'Records a second on two cores',
    method: `Two processes, each for ${seconds} s: requests of ${PER_REQUEST} records are accepted, and their messages recorded, by the functions of the part above; services answer at once. Not limited by the tables, which take 1,000 writes a second for each partition. Compare the rows of one run.`,
    tables: [
      {
        columns: ['design', 'records/s', 'ledger / this', 'memory of a process, MB'],
        rows: results.map(({ design, perSecond, megabytes }) => [
          design,
          perSecond,
          (ledger.perSecond / perSecond).toFixed(1),
          megabytes,
        ]),
      },
    ],
    charts: [
      {
        title: 'Records a second, two processes',
        unit: 'records/s',
        bars: results.map((each) => [each.design, each.perSecond]),
      },
    ],
  };
};

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
