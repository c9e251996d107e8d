/*
 * The console over the statistics of a large company: 1,000 access keys, 10,000 users, two years. The real functions answer over
 * items as DynamoDB would hand them over, behind the real authorizer, to a real Chromium; questions about usage by as many instances
 * as there are cores, which have answered others before. Prints what the first load of the overview takes, with the processor
 * slowed down to a quarter, and for every page the time to its figures and the memory of the browser. Fails beyond the limits;
 * other work on the machine is in all times, and least in those of the processor. Takes some minutes and 2 GB.
 * Run: node bench/console.ts
 */
import { availableParallelism, loadavg } from 'node:os';
import { HOUR_MS } from '@token-ledger/core';
import { ALL_PAGES } from '../test/browser/support/all-pages.ts';
import { servedConsole } from '../test/browser/support/served-console.ts';
import { NOON } from '../test/support/records.ts';
import { firstLoad, firstLoadBusyMs } from './console/first-load.ts';
import { largeConsole } from './console/large-console.ts';
import { measurePage } from './console/measure-page.ts';

/** The quickest counts: other work on the machine only makes it longer. */
const FIRST_LOADS = 3;
const MAX_PAINT_MS = 1_500;
const MAX_PAGE_MS = 1_000;
const MAX_MEMORY_MB = 300;
/** What else a caller chooses, where it makes the page do more. */
const LARGER = [
  '/explore?by=user&last=30d',
  '/top-consumers?by=user&limit=1000&last=30d',
  '/top-consumers?by=user&from=2026-10-01T00:00:00Z&to=2026-11-01T00:00:00Z',
  '/statistics?rows=user&period=month&last=12mo',
];
/** The check of quality reads every record and item of its range, hour by hour, and shows nothing before: here, one hour. */
const SMALLER: Readonly<Record<string, string>> = {
  quality: `/quality?from=${new Date(NOON - HOUR_MS).toISOString()}&to=${new Date(NOON).toISOString()}`,
};
const ADDRESSES = ALL_PAGES.flatMap(({ name, path, title }) =>
  [SMALLER[name] ?? path, ...LARGER.filter((larger) => larger.startsWith(`${path}?`))].map((address) => ({
    address,
    title: title.en,
  })),
);

const exceeded: string[] = [];
const limit = (what: string, value: number, most: number) => {
  if (value > most) exceeded.push(`${what}: ${value.toFixed(0)}, at most ${most}`);
};
await printFirstLoad();
await printPages();
console.log(`load of the machine: ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`);
if (exceeded.length > 0) throw new Error(`Limits were exceeded.\n${exceeded.join('\n')}`);

/** Of a small ledger: what the page itself takes. What must be there before it shows has a limit in test/slow/console-weight. */
async function printFirstLoad(): Promise<void> {
  const served = await servedConsole();
  const loads: Awaited<ReturnType<typeof firstLoad>>[] = [];
  const busyMs: number[] = [];
  for (let load = 0; load < FIRST_LOADS; load += 1) {
    loads.push(await firstLoad(served));
    busyMs.push(await firstLoadBusyMs(served));
  }
  await served.close();
  const paintMs = Math.min(...loads.map((load) => load.paintMs));
  console.log(
    `first load of the overview with all its parts: ${loads[0]?.bytes} bytes in ${loads[0]?.files} files`,
  );
  console.log(`largest paint, processor at a quarter: ${paintMs.toFixed(0)} ms`);
  console.log(
    `the thread of the page is busy for ${Math.min(...busyMs).toFixed(0)} ms until then, with a trace, which takes time itself`,
  );
  limit('largest paint', paintMs, MAX_PAINT_MS);
}

async function printPages(): Promise<void> {
  const served = await largeConsole();
  try {
    const walk = await served.enter();
    console.log(
      'page'.padEnd(76),
      'figures after'.padEnd(14),
      'functions'.padEnd(10),
      'answers'.padEnd(8),
      'heap',
    );
    for (const { address, title } of ADDRESSES) {
      const page = await measurePage(walk, served.cpu, `#${address}`, title);
      console.log(
        address.padEnd(76),
        (Number.isFinite(page.ms) ? `${page.ms.toFixed(0)} ms` : 'over a minute').padEnd(14),
        `${page.serverMs.toFixed(0)} ms`.padEnd(10),
        `${(page.answerBytes / 1000).toFixed(0)} KB`.padEnd(8),
        `${page.heapMb.toFixed(0)} MB`,
      );
      limit(address, page.ms, MAX_PAGE_MS);
      limit(`heap after ${address}`, page.heapMb, MAX_MEMORY_MB);
    }
    const residentMb = await served.residentMb();
    console.log(`memory of the process of the page at the end: ${residentMb.toFixed(0)} MB`);
    limit('memory', residentMb, MAX_MEMORY_MB);
  } finally {
    await served.close();
  }
}
