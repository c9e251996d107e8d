import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { NO_TOKENS, recordUsage, type UsageRecord } from '@token-ledger/core';
import { Random } from '../../scripts/random.ts';
import { type PlannedRecord, planReplay } from '../../scripts/replay/plan.ts';
import { readTrace } from '../../scripts/replay/trace.ts';
import { queryHandlers } from '../support/query-handlers.ts';

/*
 * Real calls, reported and asked about through the functions. What is expected is computed here from the lines of the file:
 * sums of its columns, by who the replay says made each call. TRACE=<file> takes another trace than the sample.
 */

const FILE = process.env['TRACE'] ?? join(import.meta.dirname, '../fixtures/azure-llm-code-2023-sample.csv');
const DAYS = 10;
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 10, 11);
const RANGE = { from: '2026-11-11T00:00:00Z', to: '2026-11-21T00:00:00Z' };

interface Sums {
  requests: number;
  errors: number;
  input: number;
  output: number;
}

/** The calls as planned, and the numbers of their lines, stretched over ten days. */
async function planned(): Promise<readonly PlannedRecord[]> {
  const rows = await readTrace(FILE);
  const firstMs = rows[0]?.atMs ?? 0;
  const spanMs = (rows.at(-1)?.atMs ?? 0) - firstMs + 1;
  const stretched = rows.map((row) => ({
    ...row,
    atMs: START_MS + Math.floor(((row.atMs - firstMs) / spanMs) * DAYS * DAY_MS),
  }));
  const options = { run: 'trace', paths: ['http'] as const, duplicates: 0 };
  return planReplay(stretched, new Random(11), options).records;
}

/** The columns of the file, in the order of their times. */
function columns(): readonly (readonly [input: number, output: number])[] {
  const lines = readFileSync(FILE, 'utf8').trim().split(/\r?\n/).slice(1);
  return lines
    .map((line) => line.split(','))
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : Number(a > b)))
    .map(([, input, output]) => [Number(input), Number(output)]);
}

function sumBy(
  calls: readonly (PlannedRecord & Sums)[],
  key: (call: PlannedRecord) => string,
): Map<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const call of calls) {
    const sum = sums.get(key(call)) ?? { requests: 0, errors: 0, input: 0, output: 0 };
    sum.requests += 1;
    sum.errors += call.errors;
    sum.input += call.input;
    sum.output += call.output;
    sums.set(key(call), sum);
  }
  return sums;
}

function sumsOf(row: { requests: number; errors: number; tokens: { input: number; output: number } }): Sums {
  const { requests, errors, tokens } = row;
  return { requests, errors, input: tokens.input, output: tokens.output };
}

describe('a trace of real calls', () => {
  let calls: readonly (PlannedRecord & Sums)[];
  let handlers: Awaited<ReturnType<typeof queryHandlers>>;

  beforeAll(async () => {
    const plan = await planned();
    const numbers = columns();
    calls = plan.map((record, index) => {
      const [input = 0, output = 0] = numbers[index] ?? [];
      return { ...record, requests: 1, errors: record.status === 'error' ? 1 : 0, input, output };
    });
    handlers = await queryHandlers([], { nowMs: START_MS + DAYS * DAY_MS + 10 * 60_000 });
    const records = plan.map(({ inputTokens, outputTokens, ...record }): UsageRecord => {
      const tokens = { ...NO_TOKENS, input: inputTokens, output: outputTokens };
      return { ...record, tokens, receivedAtMs: record.occurredAtMs };
    });
    // Two thirds are rolled up, the rest is folded while reading.
    await recordUsage(handlers.ledger, records.slice(0, (records.length * 2) / 3));
    await handlers.rollUpAll();
    await recordUsage(handlers.ledger, records.slice((records.length * 2) / 3));
  });

  it.each(['user', 'access_key', 'model', 'feature'] as const)('has this top 10 by %s', async (dimension) => {
    const key = {
      user: ({ userId }: PlannedRecord) => userId,
      access_key: ({ accessKeyId }: PlannedRecord) => accessKeyId,
      model: ({ model }: PlannedRecord) => model,
      feature: ({ feature }: PlannedRecord) => feature,
    }[dimension];
    const expected = [...sumBy(calls, key)]
      .toSorted(([a, x], [b, y]) => y.input + y.output - x.input - x.output || (a < b ? -1 : 1))
      .slice(0, 10);
    const { body } = await handlers.get('/v1/top-consumers', { ...RANGE, dimension });
    expect(body.consumers.map((row: never) => [(row as { id: string }).id, sumsOf(row)])).toEqual(expected);
  });

  it('has these trends', async () => {
    for (const [period, length] of [
      ['day', 10],
      ['hour', 13],
    ] as const) {
      const { body } = await handlers.get('/v1/trends', { ...RANGE, period });
      const expected = sumBy(calls, ({ occurredAtMs }) =>
        new Date(occurredAtMs).toISOString().slice(0, length),
      );
      expect(body.points).toHaveLength(period === 'day' ? DAYS : DAYS * 24);
      for (const point of body.points) {
        const sums = expected.get(point.from.slice(0, length)) ?? {
          requests: 0,
          errors: 0,
          input: 0,
          output: 0,
        };
        expect([point.from, sumsOf(point)]).toEqual([point.from, sums]);
      }
    }
  });

  it('has this overview', async () => {
    const { body } = await handlers.get('/v1/overview', RANGE);
    const total = sumBy(calls, () => 'all').get('all');
    expect(sumsOf(body.totals)).toEqual(total);
    expect(body.totals.requests).toBe(calls.length);
    expect(body.activeUsers).toBe(sumBy(calls, ({ userId }) => userId).size);
    expect(body.activeAccessKeys).toBe(sumBy(calls, ({ accessKeyId }) => accessKeyId).size);
    const models = sumBy(calls, ({ model }) => model);
    for (const { id, share, ...row } of body.models.top) {
      const own = models.get(id) as Sums;
      expect(sumsOf(row)).toEqual(own);
      expect(share).toBeCloseTo((own.input + own.output) / ((total?.input ?? 0) + (total?.output ?? 0)), 5);
    }
    expect(body.models.count).toBe(models.size);
  });
});
