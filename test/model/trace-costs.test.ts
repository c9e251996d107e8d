import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  changeOverrides,
  createReadPrices,
  DAY_MS,
  DIMENSIONS,
  type Dimension,
  HOUR_MS,
  PERIODS,
  type Period,
  reprice,
  SHIPPED_PRICE_BOOK,
  statisticsItems,
  type UsageRecord,
} from '@token-ledger/core';
import { Random } from '../../scripts/random.ts';
import { type PlannedRecord, planReplay } from '../../scripts/replay/plan.ts';
import { readTrace, shiftToEndAt } from '../../scripts/replay/trace.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { NOON } from '../support/records.ts';

/*
 * What a real trace costs, with duplicates, late records and a change of prices in the middle, against sums made here from
 * the trace and a table of prices written down by hand. Another trace than the sample: TRACE=<file.csv> npm run test:model.
 */

const TRACE = process.env['TRACE'] ?? join(import.meta.dirname, '../fixtures/azure-llm-code-2023-sample.csv');
/** Nano-dollars a token: a dollar per million tokens is a thousand of them. */
const RATES: Readonly<Record<string, readonly [input: bigint, output: bigint]>> = {
  'claude-sonnet-5-5': [2000n, 10_000n],
  'claude-haiku-5-5': [100n, 500n],
  'claude-opus-5-5': [4000n, 20_000n],
  'claude-sonnet-4-6': [3000n, 15_000n],
};
/** From the day of the price change on, 3.33 per cent off, so that every record has to be rounded, and Haiku at other prices. */
const CHANGE_MS = Date.UTC(2026, 10, 21);
const OVERRIDES = [
  { model: '*', effectiveFrom: '2026-11-21', discountBasisPoints: 333 },
  { model: 'claude-haiku-5-5', effectiveFrom: '2026-11-21', listPrices: { input: '0.3', output: '1.7' } },
];

interface Cost {
  readonly net: bigint;
  readonly list: bigint;
}

function costAtFirst({ model, inputTokens, outputTokens }: PlannedRecord): Cost {
  const [input, output] = RATES[model] ?? [0n, 0n];
  const list = BigInt(inputTokens) * input + BigInt(outputTokens) * output;
  return { net: list, list };
}

function costAfterTheChange(record: PlannedRecord): Cost {
  if (record.occurredAtMs < CHANGE_MS) return costAtFirst(record);
  const { inputTokens, outputTokens } = record;
  const isHaiku = record.model === 'claude-haiku-5-5';
  const list = isHaiku ? BigInt(inputTokens) * 300n + BigInt(outputTokens) * 1700n : costAtFirst(record).list;
  // Half up; 9,667 ten-thousandths are paid.
  return { net: (list * 9667n + 5000n) / 10_000n, list };
}

/** Over the last two days and the end of last month. */
function spread(rows: Awaited<ReturnType<typeof readTrace>>) {
  const agesMs = [0, 3 * HOUR_MS, DAY_MS, 22 * DAY_MS];
  return shiftToEndAt(rows, NOON - 1).map((row, index) => ({
    ...row,
    atMs: row.atMs - (agesMs[index % agesMs.length] ?? 0),
  }));
}

const bucketIdOf = (period: Period, ms: number) =>
  new Date(ms).toISOString().replaceAll(/\D/g, '').slice(0, { hour: 10, day: 8, month: 6 }[period]);

describe('what a real trace costs', () => {
  const ledger = new AuditedLedger();
  let planned: readonly PlannedRecord[];

  beforeAll(async () => {
    const plan = planReplay(spread(await readTrace(TRACE)), new Random(7), {
      run: 'trace',
      paths: ['sqs'],
      duplicates: 0.2,
    });
    planned = plan.records;
    ledger.nowMs = NOON + HOUR_MS / 2;
    const deliveries = [...plan.firstPass, ...plan.secondPass].map(({ record }) => record);
    const middle = Math.floor(deliveries.length / 2);
    await record(deliveries.slice(0, middle));
    await ledger.rollUp();
    await changeOverrides(
      { store: ledger.prices, clock: () => ledger.nowMs, shipped: SHIPPED_PRICE_BOOK },
      OVERRIDES,
    );
    ledger.nowMs = NOON + 2 * HOUR_MS;
    await record(deliveries.slice(middle));
    ledger.nowMs = Date.UTC(2026, 11, 2);
    await ledger.rollUp();
  });

  async function record(deliveries: readonly PlannedRecord[]): Promise<void> {
    for (let start = 0; start < deliveries.length; start += 100) {
      const usage = deliveries.slice(start, start + 100).map(toUsage);
      await ledger.record(...usage);
    }
  }

  it.each(PERIODS)('agrees by %s for all, keys and users, and by model: the first prices', async (period) => {
    for (const dimension of DIMENSIONS)
      expect(await stored(period, dimension)).toEqual(expected(period, dimension, costAtFirst));
  });

  it('agrees by hour, day and month by the new prices, once everything is priced again', async () => {
    const deps = { ...ledger.deps, prices: ledger.prices, readPrices: createReadPrices(ledger.prices) };
    await reprice(deps, { fromMs: NOON - 23 * DAY_MS, toMs: NOON + HOUR_MS });
    await ledger.rollUp();
    for (const period of PERIODS)
      for (const dimension of DIMENSIONS)
        expect(await stored(period, dimension)).toEqual(expected(period, dimension, costAfterTheChange));
  });

  function expected(period: Period, dimension: Dimension, costOf: (record: PlannedRecord) => Cost) {
    const sums = new Map<string, bigint>();
    const add = (key: string, amount: bigint) => sums.set(key, (sums.get(key) ?? 0n) + amount);
    for (const call of planned) {
      const id = { all: '*', access_key: call.accessKeyId, user: call.userId }[dimension];
      const { net, list } = costOf(call);
      const key = [bucketIdOf(period, call.occurredAtMs), id, call.model].join(' ');
      add(`${key} net`, net);
      add(`${key} list`, list);
    }
    return sorted(sums);
  }

  async function stored(period: Period, dimension: Dimension) {
    const sums = new Map<string, bigint>();
    const add = (key: string, amount: bigint) => sums.set(key, (sums.get(key) ?? 0n) + amount);
    const buckets = ledger.deps.calendar.bucketsBetween(period, NOON - 23 * DAY_MS, NOON + HOUR_MS);
    for (const bucket of buckets) {
      for await (const item of statisticsItems(ledger.store, bucket, dimension, { consistent: true })) {
        for (const { model, measures } of item.statistics.cells) {
          const key = [bucket.id, item.id, model].join(' ');
          add(`${key} net`, measures.cost);
          add(`${key} list`, measures.cost + measures.discount);
          expect([measures.unpricedRequests, measures.uncertainRequests]).toEqual([0n, 0n]);
        }
      }
    }
    return sorted(sums);
  }
});

function toUsage({ inputTokens, outputTokens, ...call }: PlannedRecord): UsageRecord {
  const cache = { cacheCreation5m: 0, cacheCreation1h: 0, cacheCreationUnattributed: 0, cacheRead: 0 };
  const tokens = { input: inputTokens, output: outputTokens, ...cache };
  return { ...call, tokens, receivedAtMs: call.occurredAtMs };
}

function sorted(sums: ReadonlyMap<string, bigint>) {
  return Object.fromEntries([...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
