import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readTrace, shiftToEndAt } from '../../../scripts/replay/trace.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trace-'));
});

afterAll(() => rm(directory, { recursive: true }));

async function traceOf(...lines: string[]) {
  const path = join(directory, 'trace.csv');
  await writeFile(path, ['TIMESTAMP,ContextTokens,GeneratedTokens', ...lines, ''].join('\r\n'));
  return readTrace(path);
}

describe('reading a trace', () => {
  it('reads times as UTC and truncates them to the millisecond', async () => {
    expect(await traceOf('2023-11-16 18:17:03.9799600,4808,10', '2023-11-16 18:17:04,0,27')).toEqual([
      { atMs: Date.parse('2023-11-16T18:17:03.979Z'), inputTokens: 4808, outputTokens: 10 },
      { atMs: Date.parse('2023-11-16T18:17:04.000Z'), inputTokens: 0, outputTokens: 27 },
    ]);
  });

  it('orders the calls by time', async () => {
    const rows = await traceOf('2023-11-16 18:17:04.1,2,0', '2023-11-16 18:17:03.2,1,0');
    expect(rows.map(({ inputTokens }) => inputTokens)).toEqual([1, 2]);
  });

  it('names the line and the column of an invalid call', async () => {
    const good = '2023-11-16 18:17:03.9799600,4808,10';
    await expect(traceOf(good, '2023-11-16 18:17:04,-1,10')).rejects.toThrow('line 3: ContextTokens is "-1"');
    await expect(traceOf(good, good, 'yesterday,1,1')).rejects.toThrow('line 4: TIMESTAMP is "yesterday"');
  });

  it('refuses a trace without calls', async () => {
    await expect(traceOf()).rejects.toThrow('has no rows');
  });
});

describe('moving a trace', () => {
  it('moves its end to the instant and keeps the distances', () => {
    const rows = [1000, 1500, 4000].map((atMs) => ({ atMs, inputTokens: 1, outputTokens: 1 }));
    expect(shiftToEndAt(rows, 10_000).map(({ atMs }) => atMs)).toEqual([7000, 7500, 10_000]);
  });
});
