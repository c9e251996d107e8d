/*
 * The console over the statistics of a large company: 1,000 access keys, 10,000 users, two years. The real functions answer over
 * items as DynamoDB would hand them over, behind the real authorizer, in this process, to a real Chromium. Prints what the first
 * load of the overview takes, with the processor slowed down to a quarter, and for every page the time to its figures and the
 * memory of the browser. Fails beyond the limits, unless other work took most of the machine. Takes some minutes and 3 GB.
 * Run: node bench/console.ts
 */
import { availableParallelism, loadavg } from 'node:os';
import { ALL_PAGES } from '../test/browser/support/all-pages.ts';
import { firstLoad } from './console/first-load.ts';
import { largeConsole } from './console/large-console.ts';
import { measurePage } from './console/measure-page.ts';

const MAX_BYTES = 300_000;
const MAX_PAINT_MS = 1_500;
const MAX_PAGE_MS = 1_000;
const MAX_MEMORY_MB = 300;
/** What else a caller chooses, where it makes the page do more. */
const ADDRESSES = [
  ...ALL_PAGES.map(({ path }) => path),
  '/explore?by=user&last=30d',
  '/top-consumers?by=user&limit=1000&last=30d',
  '/statistics?rows=user&period=month&last=12mo',
];

const served = await largeConsole();
const exceeded: string[] = [];
const limit = (what: string, value: number, most: number) => {
  if (value > most) exceeded.push(`${what}: ${value.toFixed(0)}, at most ${most}`);
};
try {
  const first = await firstLoad(served);
  console.log(`first load of the overview: ${first.bytes} bytes compressed in ${first.files} files`);
  console.log(`largest paint, processor at a quarter: ${first.paintMs.toFixed(0)} ms`);
  limit('bytes', first.bytes, MAX_BYTES);
  limit('largest paint', first.paintMs, MAX_PAINT_MS);

  const walk = await served.enter();
  console.log('page'.padEnd(48), 'figures after'.padEnd(16), 'functions, CPU'.padEnd(16), 'answers'.padEnd(12), 'heap');
  for (const address of ADDRESSES) {
    const page = await measurePage(walk, `#${address}`);
    console.log(
      address.padEnd(48),
      `${page.ms.toFixed(0)} ms`.padEnd(16),
      `${page.serverMs.toFixed(0)} ms`.padEnd(16),
      `${(page.answerBytes / 1000).toFixed(0)} KB`.padEnd(12),
      `${page.heapMb.toFixed(0)} MB`,
    );
    limit(address, page.ms, MAX_PAGE_MS);
    limit(`heap after ${address}`, page.heapMb, MAX_MEMORY_MB);
  }
  const residentMb = await served.residentMb();
  console.log(`memory of the page's process at the end: ${residentMb.toFixed(0)} MB`);
} finally {
  await served.close();
}
console.log(`load of the machine: ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`);
if (exceeded.length > 0) throw new Error(`Limits were exceeded.\n${exceeded.join('\n')}`);
