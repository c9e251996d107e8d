import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Heaps, withHeaps } from '../../../scripts/game-day/heaps.ts';
import { growthOfFunctions } from '../../../scripts/game-day/memory-growth.ts';
import { reportHeaps } from '../../../scripts/local/emulator.ts';
import type { HeapReport } from '../../../scripts/local/report-heap.ts';
import { waitFor } from '../../support/wait-for.ts';

const MIB = 1024 ** 2;
const NODE_AS_ON_LAMBDA = fileURLToPath(
  new URL('../../../scripts/local/node-as-on-lambda.sh', import.meta.url),
);
const environment = (memoryMib: number) => ({
  PATH: process.env['PATH'],
  AWS_LAMBDA_FUNCTION_NAME: 'f',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMib),
});

describe('the heap of a function in the emulator', () => {
  const run = async (memoryMib: number, code: string) => {
    const { stdout } = await promisify(execFile)(NODE_AS_ON_LAMBDA, ['--print', code], {
      env: environment(memoryMib),
    });
    return JSON.parse(stdout) as unknown;
  };

  it('is limited as on Lambda, by the memory of the function', async () => {
    const flags = await run(512, 'JSON.stringify(process.execArgv)');
    expect(flags).toEqual(
      expect.arrayContaining([
        '--expose-gc',
        '--max-http-header-size=81920',
        '--max-semi-space-size=25',
        '--max-old-space-size=461',
      ]),
    );
    const limit = (memoryMib: number) => run(memoryMib, 'v8.getHeapStatistics().heap_size_limit');
    expect(await limit(256)).toBeLessThan(300 * MIB);
    expect(await limit(1769)).toBeGreaterThan(1500 * MIB);
  });
});

describe('what a process of a function holds', () => {
  const started: (() => Promise<unknown>)[] = [];
  afterEach(() => Promise.all(started.splice(0).map((end) => end())));

  /** A function that keeps and throws away so many bytes for each line that it gets. */
  async function startFunction(heaps: Heaps, path: string) {
    const code = `const kept = [];
      process.stdin.on('data', (text) => {
        const [keep, waste] = JSON.parse(text);
        kept.push(Buffer.alloc(keep, 1), new Array(keep / 8).fill(0.5));
        for (let i = 0; i < 100; i += 1) Buffer.alloc(waste / 100, 1);
        process.stdout.write('done');
      });`;
    const env = { ...environment(256), ...reportHeaps(path) };
    const child = spawn(NODE_AS_ON_LAMBDA, ['--eval', code], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    const end = async () => {
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL'))
        await once(child, 'exit');
    };
    started.push(end);
    const handle = async (keep: number, waste: number) => {
      child.stdin.write(JSON.stringify([keep, waste]));
      await once(child.stdout, 'data');
    };
    await waitFor('the process to report', async () => (await heaps.measure())[0]);
    return { pid: child.pid, handle, end };
  }
  const heldBytes = async (heaps: Heaps) => (await heaps.measure())[0]?.heldBytes ?? Number.NaN;

  it('grows by what it keeps, inside and outside of the heap, and not by garbage', () =>
    withHeaps(async (heaps, path) => {
      const { pid, handle } = await startFunction(heaps, path);
      const [report] = await heaps.measure();
      expect(report).toMatchObject({ name: 'f', pid, memoryBytes: 256 * MIB });
      await handle(0, 8);
      const before = await heldBytes(heaps);
      await handle(0, 40 * MIB);
      expect(Math.abs((await heldBytes(heaps)) - before)).toBeLessThan(0.5 * MIB);
      await handle(2 * MIB, 0);
      const growth = (await heldBytes(heaps)) - before;
      expect(growth).toBeGreaterThan(3.5 * MIB);
      expect(growth).toBeLessThan(4.5 * MIB);
    }));

  it('is not measured of one that has ended', () =>
    withHeaps(async (heaps, path) => {
      const { end } = await startFunction(heaps, path);
      const [measuring] = await Promise.all([heaps.measure(), end()]);
      expect(measuring.length).toBeLessThanOrEqual(1);
      expect(await waitFor('its end', async () => (await heaps.measure()).length === 0 || undefined)).toBe(
        true,
      );
    }));
});

describe('the growth of a function in a soak', () => {
  const report = (heldBytes: number, fields: Partial<HeapReport> = {}): HeapReport => ({
    name: 'f',
    pid: 1,
    heldBytes,
    peakBytes: 200 * MIB,
    memoryBytes: 256 * MIB,
    ...fields,
  });
  const measured = (heldAt: (index: number) => number, count = 40) =>
    Array.from({ length: count }, (_, index) => [report(heldAt(index) * MIB)]);
  const grew = (heldAt: (index: number) => number) =>
    growthOfFunctions(measured(heldAt)).map((each) => each.grew);

  it('is seen if it holds more and more, not if it only warms up, swings, or has odd moments', () => {
    expect(grew((index) => 40 + 0.05 * index)).toEqual([true]);
    expect(grew((index) => Math.min(40 + index, 48))).toEqual([false]);
    expect(grew((index) => 40 + 4 * (index % 2))).toEqual([false]);
    expect(grew((index) => (index % 9 === 8 ? 90 : 40))).toEqual([false]);
    expect(grew((index) => 40 - 0.05 * index)).toEqual([false]);
  });

  it('is how much the measurements rise after the warm-up', () => {
    const [growth] = growthOfFunctions(measured((index) => 40 + index));
    expect(growth).toMatchObject({ name: 'f', growth: 29 * MIB, held: 64.5 * MIB, memory: 256 * MIB });
  });

  it('is not computed from few measurements', () => {
    expect(growthOfFunctions(measured((index) => index, 18))).toEqual([]);
    expect(growthOfFunctions(measured((index) => index, 19))).toMatchObject([{ grew: true }]);
    expect(growthOfFunctions([])).toEqual([]);
  });

  it('is followed in each process, and shown of the one that grows most, beside the highest peak', () => {
    const measurements = Array.from({ length: 40 }, (_, index) => [
      report(40 * MIB, { peakBytes: 220 * MIB }),
      report((50 + index) * MIB, { pid: 2 }),
      report(60 * MIB, { name: 'e', pid: 3 }),
    ]);
    expect(growthOfFunctions(measurements)).toMatchObject([
      { name: 'e', grew: false },
      { name: 'f', grew: true, growth: 29 * MIB, peak: 220 * MIB },
    ]);
  });
});
