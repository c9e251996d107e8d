import { writeFileSync } from 'node:fs';
import { heldMemory } from '../../scripts/local/held-memory.ts';
import { BUSY_FUNCTIONS } from './busy-functions.ts';

/*
 * A process by itself, as a Lambda function is one: has a function handle windows of many requests, and writes into the file descriptor 3
 * how many bytes it holds, after a collection of garbage, at the end of each. The function logs to the standard output.
 */

const WARM_UP_WINDOWS = 3;
const WINDOWS = 8;

const [name = '', requests = '', leak = '0'] = process.argv.slice(2);
const handle = await BUSY_FUNCTIONS[name]?.();
if (!handle) throw new Error(`There is no function "${name}" here.`);

/** What a planted leak keeps: so many bytes of each request. */
const kept: string[][] = [];
const held: number[] = [];
for (let window = 0; window < WARM_UP_WINDOWS + WINDOWS; window += 1) {
  for (let index = 0; index < Number(requests); index += 1) {
    await handle(window * Number(requests) + index);
    if (leak !== '0') kept.push(Array.from({ length: Number(leak) / 8 }, () => name));
  }
  if (window >= WARM_UP_WINDOWS) held.push(await heldMemory());
}
writeFileSync(3, JSON.stringify(held));
