import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  MAX_INFLATED_BYTES,
  MAX_JSON_DEPTH,
  MAX_JSON_VALUES,
  MAX_MESSAGE_BYTES,
} from '@token-ledger/contract';
import { bareEnvironment } from '../native/keep-compiled-code.ts';

/*
 * The function that records a batch of messages stays within its memory, however much they unfold to, and good messages beside
 * bad ones are counted. Each batch is consumed by a process of its own.
 */

/** Of the function, and how much of it Lambda's runtime leaves to the heap. */
const MEMORY_MIB = 512;
const HEAP_MIB = 460;

const run = promisify(execFile);
const consumer = fileURLToPath(new URL('../support/consume-batch.ts', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'messages-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Consumed {
  readonly failed: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly memoryMib: number;
}

async function consume(bodies: readonly string[]): Promise<Consumed> {
  // What is larger is refused before anything is unfolded.
  for (const body of bodies) expect(body.length).toBeLessThan(MAX_MESSAGE_BYTES);
  const file = join(folder, 'bodies.json');
  await writeFile(file, JSON.stringify(bodies));
  const options = [`--max-old-space-size=${HEAP_MIB}`, '--no-warnings', consumer, file];
  const { stdout } = await run(process.execPath, options, { env: bareEnvironment() });
  return JSON.parse(stdout) as Consumed;
}

const record = (requestId: string, fields: object = {}) => ({
  requestId,
  accessKeyId: 'ak_1',
  model: 'claude-sonnet-5-5',
  usage: { input_tokens: 1 },
  ...fields,
});
const good = Array.from({ length: 9 }, (_, index) => JSON.stringify(record(`good_${index}`)));
const packed = (json: string) =>
  JSON.stringify({ v: 1, z: deflateSync(json, { level: 9 }).toString('base64') });
const repeated = (text: string, count: number) => Array.from({ length: count }, () => text);
const brackets = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const padded = (json: string) => json.padEnd(MAX_INFLATED_BYTES, ' ');

/** Three letters, the first of which changes fastest: such names are compressed best. */
function shortName(index: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  return [index, index / 52, index / 2704].map((place) => letters[Math.floor(place) % 52]).join('');
}

describe('a batch of messages that unfold to much', () => {
  it.each<[string, string, number]>([
    ['lists within lists, too deep', packed(brackets(2_499_000)), 10],
    [
      'lists within lists, as deep as may be',
      packed(padded(repeated(brackets(MAX_JSON_DEPTH - 1), 4900).join(','))),
      10,
    ],
    ['as many lists as may be', packed(`[${repeated('[]', MAX_JSON_VALUES / 2 - 2).join(',')}]`), 10],
    ['as many objects as may be', packed(`[${repeated('{"k":0}', MAX_JSON_VALUES / 2 - 2).join(',')}]`), 10],
    ['blanks', packed(padded('[')), 50],
    ['one text', packed(padded(`["${'é'.repeat(2_000_000)}"]`)), 10],
  ])('is refused within the memory of the function: %s', async (_, body, count) => {
    const { failed, counts, memoryMib } = await consume([...repeated(body, count), ...good]);
    expect(memoryMib).toBeLessThan(MEMORY_MIB);
    expect(counts['RecordsRecorded']).toBe(good.length);
    const settled = failed.length + Math.sign(counts['RecordsQuarantined'] ?? 0);
    expect(settled).toBeGreaterThan(0);
  });

  it('quarantines the one record of 132,000 pairs, and counts the nine beside it', async () => {
    const pairs = Object.fromEntries(Array.from({ length: 132_000 }, (_, index) => [shortName(index), 0]));
    const body = packed(JSON.stringify([record('bad', { metadata: pairs })]));
    const { failed, counts, memoryMib } = await consume([...good.slice(0, 5), body, ...good.slice(5)]);
    expect(failed).toEqual([]);
    expect(counts).toMatchObject({ RecordsRecorded: 9, RecordsQuarantined: 1 });
    expect(memoryMib).toBeLessThan(MEMORY_MIB);
  });

  it('is counted to its last record when all of them are good', async () => {
    const iterations = Array.from({ length: 100 }, () => ({ type: 'message', input_tokens: 1 }));
    const messages = Array.from({ length: 20 }, (_, message) => {
      const ids = Array.from({ length: 500 }, (__, index) => `req_${message}_${index}`);
      return packed(JSON.stringify(ids.map((id) => record(id, { usage: { input_tokens: 1, iterations } }))));
    });
    const { failed, counts, memoryMib } = await consume(messages);
    expect(failed).toEqual([]);
    expect(counts).toMatchObject({ RecordsRecorded: 10_000, TokensRecorded: 10_000 });
    expect(memoryMib).toBeLessThan(MEMORY_MIB);
  });
});
