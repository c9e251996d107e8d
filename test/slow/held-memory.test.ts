import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { medianSlope } from '../../scripts/game-day/memory-growth.ts';

/*
 * What a function holds, after a collection of garbage, does not grow with the requests that it handled. Processes of Lambda handle
 * hundreds of thousands.
 */

const REQUESTS_PER_WINDOW = 160;
/** A process still compiles code then, which takes some kilobytes here and there. */
const TOLERATED_BYTES_PER_REQUEST = 512;

/** By how much a function's memory grows with each request. Garbage does not count. */
async function growthPerRequest(name: string, leakBytes = 0): Promise<number> {
  const script = fileURLToPath(new URL('../support/held-after-requests.ts', import.meta.url));
  const args = ['--expose-gc', '--no-warnings', script, name, String(REQUESTS_PER_WINDOW), String(leakBytes)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [held, [code]] = await Promise.all([
    json(child.stdio[3] as NodeJS.ReadableStream),
    once(child, 'exit'),
  ]);
  expect(code).toBe(0);
  return medianSlope(held as number[]) / REQUESTS_PER_WINDOW;
}

describe('the memory that a function holds', () => {
  it.each(['query-usage', 'record-usage', 'accept-usage', 'roll-up-usage'])(
    'does not grow with the requests that it handled: %s',
    async (name) => {
      expect(await growthPerRequest(name)).toBeLessThan(TOLERATED_BYTES_PER_REQUEST);
    },
  );

  it('would be seen to grow if each request left a kilobyte', async () => {
    expect(await growthPerRequest('accept-usage', 1024)).toBeGreaterThan(TOLERATED_BYTES_PER_REQUEST);
  });
});
