import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  DAY_MS,
  HOUR_MS,
  RecordsNotKeptError,
  readOverview,
  readPair,
  recordUsage,
  SLICE_MS,
  SourceReader,
  TooManyRecordsError,
  totalMeasures,
  visibleSubject,
} from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import { ledgerOver } from '../../support/ledger-over.ts';
import { NOON, usageRecord } from '../../support/records.ts';

const PAIR = { accessKeyId: 'ak_1', userId: 'u_1' };
const PLENTY = { maxRecords: 1000, maxSlices: 1000, maxMs: 1000 };

describe('the usage of a user through an access key', () => {
  let nowMs: number;
  let millisecondsPerLook: number;
  let deps: Parameters<typeof SourceReader.begin>[0] & Parameters<typeof recordUsage>[0];

  beforeEach(() => {
    nowMs = NOON + HOUR_MS;
    millisecondsPerLook = 0;
    deps = ledgerOver(createInMemoryLedgerStore(), () => (nowMs += millisecondsPerLook));
  });

  const record = (...occurredAtMs: number[]) =>
    recordUsage(
      deps,
      occurredAtMs.map((ms) => usageRecord({ ...PAIR, occurredAtMs: ms })),
    );

  async function count(budget = PLENTY, fromMs = NOON - HOUR_MS): Promise<bigint> {
    const reader = await SourceReader.begin(deps);
    let requests = 0n;
    const query = { period: 'day', fromMs, toMs: NOON + HOUR_MS } as const;
    for await (const { statistics } of readPair(reader, PAIR, query, budget))
      requests += totalMeasures(statistics).requests;
    return requests;
  }

  it('is summed from the maximum number of records, and not from one more', async () => {
    await recordUsage(deps, [usageRecord({ accessKeyId: 'ak_2', occurredAtMs: NOON })]);
    await record(NOON, NOON);
    expect(await count({ ...PLENTY, maxRecords: 3 })).toBe(2n);
    await record(NOON + 1);
    await expect(count({ ...PLENTY, maxRecords: 3 })).rejects.toThrow(TooManyRecordsError);
    expect(await count()).toBe(3n);
  });

  it('is summed from the maximum number of slices, and not from one more', async () => {
    await record(NOON, NOON + HOUR_MS - 1);
    // Slices of hours without its usage are not read.
    expect(await count({ ...PLENTY, maxSlices: HOUR_MS / SLICE_MS })).toBe(2n);
    await expect(count({ ...PLENTY, maxSlices: HOUR_MS / SLICE_MS - 1 })).rejects.toThrow(
      'at most 1000 records in 11 slices of five minutes. Ask for a shorter range',
    );
  });

  it('takes no longer than an answer may take', async () => {
    await record(NOON);
    millisecondsPerLook = 100;
    expect(await count({ ...PLENTY, maxMs: 1200 })).toBe(1n);
    await expect(count({ ...PLENTY, maxMs: 1199 })).rejects.toThrow(TooManyRecordsError);
  });

  it('is refused for hours whose records expire, with the first time that is kept', async () => {
    // 90 days less the 3 of freezing, and the hour itself.
    nowMs = NOON + HOUR_MS + 87 * DAY_MS - 1;
    await record(NOON);
    expect(await count(PLENTY, NOON)).toBe(1n);
    nowMs += 1;
    await expect(count(PLENTY, NOON)).rejects.toThrow(RecordsNotKeptError);
    await expect(count(PLENTY, NOON)).rejects.toThrow(/^must not be before 2026-11-21T13:00:00.000Z: /);
  });

  it('has no previous range to compare with if that is not kept', async () => {
    nowMs = NOON + 87 * DAY_MS;
    await record(NOON);
    const overview = (fromMs: number) =>
      readOverview(deps, { kind: 'everything' }, { ...PAIR, fromMs, toMs: fromMs + HOUR_MS });
    expect(await overview(NOON)).not.toHaveProperty('previous');
    expect((await overview(NOON + HOUR_MS)).previous?.totals.requests).toBe(1n);
  });
});

describe('a query restricted to an access key or user', () => {
  const everything = { kind: 'everything' } as const;

  it('is about that one if about no other', () => {
    expect(visibleSubject(everything, { accessKeyId: 'ak' })).toEqual({ dimension: 'access_key', id: 'ak' });
    expect(visibleSubject(everything, { userId: 'u' })).toEqual({ dimension: 'user', id: 'u' });
  });

  it('cannot be combined with all of the others', () => {
    for (const dimension of ['user', 'access_key'] as const)
      expect(() => visibleSubject(everything, { dimension, accessKeyId: 'ak', userId: 'u' })).toThrow(
        RangeError,
      );
  });
});
